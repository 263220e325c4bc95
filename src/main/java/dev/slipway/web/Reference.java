package dev.slipway.web;

import static dev.slipway.web.Html.escape;
import static dev.slipway.web.Html.markdown;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Renders the contract as one readable page: operations by tag, then every schema. */
@Component
class Reference {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String html;

  Reference(Contract contract) {
    this.html = render(contract);
  }

  String html() {
    return html;
  }

  private static String render(Contract contract) {
    Contract.Node root = contract.root();
    Map<String, List<Contract.Operation>> tags =
        contract.operations().stream()
            .collect(
                Collectors.groupingBy(
                    Contract.Operation::tag, java.util.LinkedHashMap::new, Collectors.toList()));
    var html = new StringBuilder();
    html.append("<h1>").append(escape(root.at("info").at("title").text())).append("</h1>\n");
    html.append(markdown(root.at("info").at("description").text()));
    html.append("<nav class=\"contents\">");
    tags.forEach((tag, operations) -> html.append(contents(tag, operations)));
    html.append("</nav>\n");
    tags.forEach((tag, operations) -> {
      html.append("<h2 id=\"tag-%s\">%s</h2>%n".formatted(escape(tag), escape(tag)));
      root.at("tags").items().stream()
          .filter(entry -> entry.at("name").text().equals(tag))
          .forEach(entry -> html.append(markdown(entry.at("description").text())));
      operations.forEach(operation -> html.append(operation(contract, operation)));
    });
    html.append("<h2 id=\"schemas\">Schemas</h2>\n");
    root.at("components")
        .at("schemas")
        .members()
        .forEach((name, schema) -> html.append(SchemaHtml.definition(name, schema)));
    return Html.page(root.at("info").at("title").text(), html.toString());
  }

  private static String contents(String tag, List<Contract.Operation> operations) {
    return "<section><h3><a href=\"#tag-%s\">%s</a></h3><ul>%s</ul></section>"
        .formatted(
            escape(tag),
            escape(tag),
            operations.stream()
                .map(operation ->
                    "<li><a href=\"#%s\"><b class=\"%s\">%s</b> %s</a></li>"
                        .formatted(
                            id(operation),
                            operation.method(),
                            operation.method().toUpperCase(java.util.Locale.ROOT),
                            escape(operation.path())))
                .collect(Collectors.joining()));
  }

  private static String operation(Contract contract, Contract.Operation operation) {
    Contract.Node node = operation.node();
    var html = new StringBuilder();
    html.append(
        "<article id=\"%s\"><h3><b class=\"%s\">%s</b> <code>%s</code></h3><p class=\"summary\">%s</p>%n"
            .formatted(
                id(operation),
                operation.method(),
                operation.method().toUpperCase(java.util.Locale.ROOT),
                escape(operation.path()),
                escape(node.at("summary").text())));
    html.append(markdown(node.at("description").text()));
    if (!operation.parameters().isEmpty()) {
      html.append("<h4>Parameters</h4><table><tbody>");
      operation.parameters().forEach(parameter -> html.append(parameter(parameter)));
      html.append("</tbody></table>");
    }
    Contract.Node body = node.at("requestBody");
    body.at("content")
        .members()
        .forEach((type, media) -> {
          html.append("<h4>Request body <code>%s</code></h4>".formatted(escape(type)));
          html.append(SchemaHtml.use(media.at("schema"))).append(example(media));
        });
    html.append("<h4>Call</h4><pre><code>")
        .append(escape(curl(contract, operation)))
        .append("</code></pre>");
    html.append("<h4>Responses</h4><table><tbody>");
    node.at("responses").members().forEach((code, answer) -> html.append(response(code, answer)));
    return html.append("</tbody></table></article>\n").toString();
  }

  private static String parameter(Contract.Node parameter) {
    return "<tr><td><code>%s</code>%s<br><small>%s</small></td><td>%s%s</td></tr>"
        .formatted(
            escape(parameter.at("name").text()),
            "true".equals(parameter.at("required").text()) ? " <em>required</em>" : "",
            escape(parameter.at("in").text()),
            SchemaHtml.use(parameter.at("schema")),
            markdown(parameter.at("description").text()));
  }

  private static String response(String code, Contract.Node answer) {
    Contract.Node response = answer.resolved();
    String headers =
        response.at("headers").members().keySet().stream()
            .map(name -> "<code>" + escape(name) + "</code>")
            .collect(Collectors.joining(", "));
    String bodies =
        response.at("content").members().entrySet().stream()
            .map(media ->
                "<small>%s</small> %s%s"
                    .formatted(
                        escape(media.getKey()),
                        SchemaHtml.use(media.getValue().at("schema")),
                        example(media.getValue())))
            .collect(Collectors.joining());
    return "<tr><td><b>%s</b></td><td>%s%s%s</td></tr>"
        .formatted(
            escape(code),
            markdown(response.at("description").text()),
            headers.isEmpty() ? "" : "<p>Headers: " + headers + "</p>",
            bodies);
  }

  private static String example(Contract.Node media) {
    Contract.Node example = media.at("example");
    return example.exists()
        ? "<details><summary>Example</summary><pre><code>%s</code></pre></details>"
            .formatted(escape(json(example)))
        : "";
  }

  private static String curl(Contract contract, Contract.Operation operation) {
    Contract.Node servers = operation.node().at("servers");
    String origin =
        (servers.exists() ? servers : contract.root().at("servers"))
            .items().stream().findFirst().map(server -> server.at("url").text()).orElse("");
    String path = operation.path();
    for (Contract.Node parameter : operation.parameters()) {
      if (parameter.at("in").text().equals("path") && parameter.at("example").exists()) {
        path =
            path.replace("{" + parameter.at("name").text() + "}", parameter.at("example").text());
      }
    }
    var curl = new StringBuilder("curl");
    if (!operation.method().equals("get")) {
      curl.append(" -X ").append(operation.method().toUpperCase(java.util.Locale.ROOT));
    }
    curl.append(" '").append(origin).append(path).append("'");
    curl.append(" \\\n  -H \"Authorization: Bearer $SLIPWAY_TOKEN\"");
    operation.parameters().stream()
        .filter(parameter -> parameter.at("name").text().equals("If-Match"))
        .forEach(parameter -> curl.append(" \\\n  -H 'If-Match: \"1\"'"));
    operation.node().at("requestBody").at("content").members().entrySet().stream()
        .findFirst()
        .ifPresent(media -> {
          curl.append(" \\\n  -H 'Content-Type: %s'".formatted(media.getKey()));
          Contract.Node example = media.getValue().at("example");
          if (example.exists()) {
            curl.append(" \\\n  -d '%s'".formatted(json(example).replace("'", "'\\''")));
          }
        });
    return curl.toString();
  }

  private static String json(Contract.Node node) {
    return node.raw() instanceof String text ? text : PRETTY.writeValueAsString(node.raw());
  }

  private static String id(Contract.Operation operation) {
    return escape(operation.node().at("operationId").text());
  }
}
