package dev.atrium.platform.inference.model;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} and {@code dict} that chat templates call. */
final class PythonMethods extends ELResolver {
  private static final String WHITE = " \t\n\r\f\u000b";

  static ELResolver resolver() {
    var all = new CompositeELResolver();
    all.add(new PythonMethods());
    all.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return all;
  }

  @Override
  public @Nullable Object invoke(
      ELContext context,
      @Nullable Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] parameters) {
    var arguments = parameters == null ? new Object[0] : parameters;
    var name = String.valueOf(method);
    var result =
        switch (base) {
          case String text -> ofText(text, name, arguments);
          case Map<?, ?> map -> ofMap(map, name, arguments);
          case null, default -> null;
        };
    context.setPropertyResolved(result != null);
    return result;
  }

  private static @Nullable Object ofText(String text, String method, Object[] arguments) {
    var first = arguments.length > 0 ? String.valueOf(arguments[0]) : "";
    return switch (method) {
      case "strip" -> stripEnd(stripStart(text, first), first);
      case "lstrip" -> stripStart(text, first);
      case "rstrip" -> stripEnd(text, first);
      case "startswith" -> text.startsWith(first);
      case "endswith" -> text.endsWith(first);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "title" -> title(text);
      case "capitalize" -> capitalize(text);
      case "split" -> split(text, arguments);
      case "splitlines" -> text.lines().toList();
      case "replace" -> text.replace(first, String.valueOf(arguments[1]));
      case "find" -> (long) text.indexOf(first);
      case "count" -> (long) split(text, arguments).size() - 1;
      default -> null;
    };
  }

  private static @Nullable Object ofMap(Map<?, ?> map, String method, Object[] arguments) {
    return switch (method) {
      case "keys" -> List.copyOf(map.keySet());
      case "values" -> map.values().stream().toList();
      case "items" ->
          map.entrySet().stream()
              .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
              .toList();
      case "get" -> {
        var value = map.get(arguments[0]);
        yield value == null && arguments.length > 1 ? arguments[1] : value;
      }
      default -> null;
    };
  }

  private static String stripStart(String text, String characters) {
    var set = characters.isEmpty() ? WHITE : characters;
    var from = 0;
    while (from < text.length() && set.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return text.substring(from);
  }

  private static String stripEnd(String text, String characters) {
    var set = characters.isEmpty() ? WHITE : characters;
    var to = text.length();
    while (to > 0 && set.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(0, to);
  }

  private static String title(String text) {
    var title = new StringBuilder();
    var inWord = false;
    for (var character : text.toCharArray()) {
      title.append(inWord ? Character.toLowerCase(character) : Character.toUpperCase(character));
      inWord = Character.isLetter(character);
    }
    return title.toString();
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static List<String> split(String text, Object[] arguments) {
    if (arguments.length == 0) {
      return Arrays.stream(text.strip().split("\\s+")).filter(part -> !part.isEmpty()).toList();
    }
    var limit = arguments.length > 1 ? ((Number) arguments[1]).intValue() + 1 : -1;
    var separator = Pattern.quote(String.valueOf(arguments[0]));
    return List.of(text.split(separator, limit));
  }

  @Override
  public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }
}
