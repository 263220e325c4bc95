package dev.slipway.handover;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Writes Terraform's language (HCL native syntax), formatted as {@code terraform fmt} would not
 * mind.
 */
final class Hcl {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final StringBuilder text;
  private final String indent;

  Hcl() {
    this(new StringBuilder(), "");
  }

  private Hcl(StringBuilder text, String indent) {
    this.text = text;
    this.indent = indent;
  }

  /** A block with its content. */
  Hcl block(String header, Consumer<Hcl> body) {
    line(header + " {");
    body.accept(new Hcl(text, indent + "  "));
    return line("}");
  }

  Hcl blank() {
    text.append('\n');
    return this;
  }

  Hcl comment(String sentence) {
    return line("# " + sentence);
  }

  /** An expression, written as it is. */
  Hcl expression(String name, String expression) {
    return line(name + " = " + expression);
  }

  /** A text. */
  Hcl set(String name, String value) {
    return expression(name, quoted(value));
  }

  /** A value as AWS wrote it; left out when it is absent. */
  Hcl set(String name, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) return this;
    if (value.isString() && value.asString().isEmpty()) return this;
    return expression(name, value(value));
  }

  /** A number that AWS may have written as text. */
  Hcl number(String name, JsonNode value) {
    String number = value.asString("");
    return NUMBER.matcher(number).matches() ? expression(name, number) : this;
  }

  /** A map of texts; left out when empty. */
  Hcl map(String name, Map<String, String> values) {
    if (values.isEmpty()) return this;
    line(name + " = {");
    values.forEach((key, value) ->
        line("  " + (NAME.matcher(key).matches() ? key : quoted(key)) + " = " + quoted(value)));
    return line("}");
  }

  private Hcl line(String line) {
    text.append(indent).append(line).append('\n');
    return this;
  }

  private static String value(JsonNode value) {
    if (value.isArray()) {
      return "[" + String.join(", ", value.values().stream().map(Hcl::value).toList()) + "]";
    }
    return value.isString() ? quoted(value.asString()) : value.asString("");
  }

  /** A text in quotes, so that no part of it has a meaning for Terraform. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean template =
          (c == '$' || c == '%') && i + 1 < value.length() && value.charAt(i + 1) == '{';
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(template ? String.valueOf(c) + c : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
