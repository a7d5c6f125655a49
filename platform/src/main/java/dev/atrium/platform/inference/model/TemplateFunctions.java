package dev.atrium.platform.inference.model;

import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The functions that Hugging Face gives to chat templates. */
public final class TemplateFunctions {
  private static final String REFUSAL = "template refused: ";
  private static final Map<Character, String> DATE_PARTS =
      Map.ofEntries(
          Map.entry('Y', "yyyy"),
          Map.entry('y', "yy"),
          Map.entry('m', "MM"),
          Map.entry('d', "dd"),
          Map.entry('B', "MMMM"),
          Map.entry('b', "MMM"),
          Map.entry('A', "EEEE"),
          Map.entry('a', "EEE"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('p', "a"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"));

  private TemplateFunctions() {}

  static List<ELFunctionDefinition> definitions() {
    return List.of(
        new ELFunctionDefinition(
            "", "raise_exception", TemplateFunctions.class, "raiseException", Object.class),
        new ELFunctionDefinition(
            "", "strftime_now", TemplateFunctions.class, "strftimeNow", Object.class));
  }

  /** {@code raise_exception}: how a template refuses its input. Called by name. */
  public static Object raiseException(Object message) {
    throw new IllegalArgumentException(REFUSAL + message);
  }

  /** {@code strftime_now}: the present time in Python's format. Called by name. */
  public static String strftimeNow(Object format) {
    return strftime(ZonedDateTime.now(ZoneId.systemDefault()), String.valueOf(format));
  }

  static String strftime(ZonedDateTime time, String format) {
    var text = new StringBuilder();
    for (var i = 0; i < format.length(); i++) {
      var part = format.charAt(i) == '%' && i + 1 < format.length() ? format.charAt(++i) : 0;
      if (part == 0) {
        text.append(format.charAt(i));
      } else if (DATE_PARTS.containsKey(part)) {
        text.append(DateTimeFormatter.ofPattern(DATE_PARTS.get(part), Locale.ENGLISH).format(time));
      } else {
        text.append(part);
      }
    }
    return text.toString();
  }

  /** What {@code raise_exception} was told, if this error is its doing. */
  static Optional<String> refusalIn(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      if (message.startsWith(REFUSAL)) {
        return Optional.of(message.substring(REFUSAL.length()));
      }
    }
    return Optional.empty();
  }
}
