package dev.slipway.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A setting that there is, as docs/settings.md writes it: {@code <name>} stands for what whoever
 * sets it has named, at the end with dots in it too, and {@code []} for a number.
 *
 * @param name such as {@code slipway.access.oidc.<name>.grants[].role}
 * @param variable the same of the environment, such as {@code
 *     SLIPWAY_ACCESS_OIDC_<NAME>_GRANTS_0_ROLE}
 */
record KnownSetting(String name, String variable) {

  private static final Pattern BETWEEN = Pattern.compile("\\.|(?=\\[)");

  /** By how many letters the beginning of a misspelt variable may be longer or shorter. */
  private static final int SLIP = 2;

  /** Whether a property is this setting, or an element of it where that is a list. */
  boolean is(ConfigurationPropertyName stated) {
    List<String> elements = elements();
    int own = elements.size();
    int more = stated.getNumberOfElements() - own;
    boolean fits = more == 0 || (more == 1 && stated.isNumericIndex(own)) || (more > 0 && open());
    if (!fits) return false;
    for (int i = 0; i < own; i++) {
      boolean same =
          switch (elements.get(i)) {
            case "[]" -> stated.isNumericIndex(i);
            case String it when isNamed(it) -> !stated.isNumericIndex(i);
            case String it -> uniform(it).equals(stated.getElement(i, Form.UNIFORM));
          };
      if (!same) return false;
    }
    return true;
  }

  /** Whether a property is a section in which this setting stands. */
  boolean isWithin(ConfigurationPropertyName stated) {
    List<String> elements = elements();
    if (stated.getNumberOfElements() >= elements.size()) return false;
    for (int i = 0; i < stated.getNumberOfElements(); i++) {
      String it = elements.get(i);
      if (!isNamed(it) && !uniform(it).equals(stated.getElement(i, Form.UNIFORM))) return false;
    }
    return true;
  }

  /** Whether a variable of the environment is read as this setting. */
  boolean isVariable(String stated) {
    return Pattern.compile(
            "(?:%s|%s)(?:_\\d+_?)?".formatted(pattern(variable), pattern(variableOf(name))),
            Pattern.CASE_INSENSITIVE)
        .matcher(stated)
        .matches();
  }

  /** This setting with the names that a property has where this one leaves them open. */
  String named(ConfigurationPropertyName stated) {
    List<String> elements = new ArrayList<>(elements());
    int last = elements.size() - 1;
    for (int i = 0; i <= last && i < stated.getNumberOfElements(); i++) {
      if (elements.get(i).equals("[]")) {
        elements.set(
            i, "[" + (stated.isNumericIndex(i) ? stated.getElement(i, Form.ORIGINAL) : 0) + "]");
      } else if (isNamed(elements.get(i))) {
        elements.set(
            i, i == last ? stated.subName(i).toString() : stated.getElement(i, Form.ORIGINAL));
      }
    }
    return String.join(".", elements).replace(".[", "[");
  }

  /** The same of the variable: what is misspelt may stand before the name that is left open. */
  String variableNamed(String stated) {
    int open = variable.indexOf('<');
    if (open < 0) return variable;
    String before = variable.substring(0, open);
    int from =
        IntStream.rangeClosed(open - SLIP, open + SLIP)
            .filter(at -> at <= stated.length())
            .boxed()
            .min(Comparator.comparingInt(at -> Spelling.distance(stated.substring(0, at), before)))
            .orElse(stated.length());
    String named = stated.substring(from);
    String after = variable.substring(variable.indexOf('>') + 1);
    return before + (after.isEmpty() ? named : named.replaceFirst("_.*", "")) + after;
  }

  private List<String> elements() {
    return List.of(BETWEEN.split(name));
  }

  private boolean open() {
    return name.endsWith(">");
  }

  private static boolean isNamed(String element) {
    return element.startsWith("<");
  }

  /** As names are compared: neither case nor hyphens count. */
  private static String uniform(String element) {
    return element.replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** What Spring Boot's rule makes of a name: hyphens go, dots and brackets are underscores. */
  private static String variableOf(String name) {
    return name.replace("-", "").replace("[]", "_0").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static String pattern(String variable) {
    return variable
        .replaceAll("_0_", "_\\\\d+_")
        .replaceAll("<\\w+>$", ".+")
        .replaceAll("<\\w+>", "[^_]+");
  }
}
