package dev.atrium.platform.training.corpus;

import java.util.List;

/** A conversation to learn from; what the assistant says is judged. */
public record Dialogue(List<Turn> turns) {

  /** Who speaks. */
  public enum Role {
    SYSTEM("system"),
    USER("user"),
    ASSISTANT("assistant");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** As the chat template writes it. */
    public String word() {
      return word;
    }
  }

  /** One message. */
  public record Turn(Role role, String text) {}

  public Dialogue {
    turns = List.copyOf(turns);
  }

  /** The last thing that the assistant says. */
  public String answer() {
    return turns.getLast().text();
  }

  /** What comes before the assistant's last message. */
  public List<Turn> prompt() {
    return turns.subList(0, turns.size() - 1);
  }
}
