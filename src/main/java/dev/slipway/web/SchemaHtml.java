package dev.slipway.web;

import static dev.slipway.web.Html.escape;
import static dev.slipway.web.Html.markdown;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders JSON Schema for a reader: a line where it is used, a table where it is defined. */
final class SchemaHtml {

  private static final List<String> BOUNDS =
      List.of(
          "const",
          "format",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "default");

  private SchemaHtml() {}

  /** What stands where a schema is used: a link, or its type and bounds. */
  static String use(Contract.Node schema) {
    String name = schema.reference();
    if (!name.isEmpty()) {
      return "<a class=\"type\" href=\"#schema-%s\">%s</a>".formatted(escape(name), escape(name));
    }
    if (!schema.exists()) {
      return "";
    }
    String inline = schema.at("properties").exists() ? properties(schema) : "";
    return "<span class=\"type\">%s</span>%s".formatted(type(schema), inline);
  }

  /** A named schema with all its members. */
  static String definition(String name, Contract.Node schema) {
    return "<article id=\"schema-%s\"><h3>%s</h3>%s%s</article>%n"
        .formatted(
            escape(name), escape(name), markdown(schema.at("description").text()), use(schema));
  }

  private static String properties(Contract.Node schema) {
    Set<String> required =
        schema.at("required").items().stream().map(Contract.Node::text).collect(Collectors.toSet());
    return schema.at("properties").members().entrySet().stream()
        .map(member ->
            "<tr><td><code>%s</code>%s</td><td>%s%s</td></tr>"
                .formatted(
                    escape(member.getKey()),
                    required.contains(member.getKey()) ? " <em>required</em>" : "",
                    use(member.getValue()),
                    markdown(member.getValue().at("description").text())))
        .collect(Collectors.joining("", "<table><tbody>", "</tbody></table>"));
  }

  private static String type(Contract.Node schema) {
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.at(choice).exists()) {
        return schema.at(choice).items().stream()
            .map(SchemaHtml::use)
            .collect(Collectors.joining(choice.equals("allOf") ? " and " : " or "));
      }
    }
    Contract.Node type = schema.at("type");
    String name =
        type.items().isEmpty()
            ? escape(type.text())
            : type.items().stream()
                .map(Contract.Node::text)
                .map(Html::escape)
                .collect(Collectors.joining(" or "));
    String of = schema.at("items").exists() ? " of " + use(schema.at("items")) : "";
    String map =
        schema.at("additionalProperties").members().isEmpty()
            ? ""
            : " of " + use(schema.at("additionalProperties"));
    String choices =
        schema.at("enum").items().stream()
            .map(value -> "<code>" + escape(value.text()) + "</code>")
            .collect(Collectors.joining(" | "));
    String bounds =
        BOUNDS.stream()
            .filter(bound -> schema.at(bound).exists())
            .map(bound -> escape(bound + " " + schema.at(bound).text()))
            .collect(Collectors.joining(", "));
    return Stream.of(name + of + map, choices, bounds)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
