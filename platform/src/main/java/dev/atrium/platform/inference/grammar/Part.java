package dev.atrium.platform.inference.grammar;

import java.util.List;

/** A part of a regular language: builds itself in front of a state and answers where it begins. */
@FunctionalInterface
interface Part {
  int build(Automaton automaton, int next);

  Part EMPTY = (automaton, next) -> next;

  static Part text(String text) {
    return sequence(text.codePoints().mapToObj(CodePoints::only).map(CodePoints::part).toList());
  }

  static Part sequence(List<Part> parts) {
    return (automaton, next) -> {
      var at = next;
      for (var part : parts.reversed()) {
        at = part.build(automaton, at);
      }
      return at;
    };
  }

  static Part sequence(Part... parts) {
    return sequence(List.of(parts));
  }

  static Part anyOf(List<Part> parts) {
    return (automaton, next) -> {
      var at = parts.getLast().build(automaton, next);
      for (var part : parts.reversed().subList(1, parts.size())) {
        at = automaton.either(part.build(automaton, next), at);
      }
      return at;
    };
  }

  static Part optional(Part part) {
    return (automaton, next) -> automaton.either(part.build(automaton, next), next);
  }

  static Part star(Part part) {
    return (automaton, next) -> {
      var loop = automaton.open();
      automaton.join(loop, part.build(automaton, loop), next);
      return loop;
    };
  }

  /** One or more, with something between them. */
  static Part separated(Part item, Part separator) {
    return (automaton, next) -> {
      var loop = automaton.open();
      var begin = item.build(automaton, loop);
      automaton.join(loop, separator.build(automaton, begin), next);
      return begin;
    };
  }

  /**
   * @param most {@link Integer#MAX_VALUE} = any number
   */
  static Part repeated(Part part, int least, int most) {
    return (automaton, next) -> {
      var at = next;
      if (most == Integer.MAX_VALUE) {
        at = star(part).build(automaton, at);
      } else {
        for (var i = least; i < most; i++) {
          at = automaton.either(part.build(automaton, at), next);
        }
      }
      for (var i = 0; i < least; i++) {
        at = part.build(automaton, at);
      }
      return at;
    };
  }
}
