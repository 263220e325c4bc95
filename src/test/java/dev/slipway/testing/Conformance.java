package dev.slipway.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what went over the wire with {@code openapi.yaml}. */
public final class Conformance {

  /** The validator's words for what the contract does not name: to be refused, no more. */
  private static final Set<String> NO_SUCH =
      Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");

  /** Who is answered with nothing need not accept it. */
  private static final String ACCEPT = "validation.request.accept.";

  /** What HTTP itself allows wherever there is something. */
  private static final Set<String> ANYWHERE = Set.of("HEAD", "OPTIONS");

  private static final Set<String> METHODS =
      Stream.of(Request.Method.values()).map(Enum::name).collect(Collectors.toSet());

  private Conformance() {}

  /**
   * One request and its answer.
   *
   * @param target path and query, undecoded
   */
  public record Exchange(
      String method,
      String target,
      Map<String, List<String>> requestHeaders,
      String requestBody,
      int status,
      Map<String, List<String>> responseHeaders,
      String responseBody) {}

  /** In what the answer departs from the contract; so does a request that was granted. */
  public static List<String> violations(Exchange exchange) {
    if (ANYWHERE.contains(exchange.method()) && exchange.status() < 300) return List.of();
    if (!METHODS.contains(exchange.method())) {
      return exchange.status() >= 400
          ? List.of()
          : List.of(exchange.method() + " " + exchange.target() + " was granted");
    }
    SimpleRequest request = request(exchange);
    ValidationReport report =
        Held.VALIDATOR.validateResponse(request.getPath(), request.getMethod(), response(exchange));
    if (exchange.status() < 300) {
      report = report.merge(Held.VALIDATOR.validateRequest(request));
    }
    return report.getMessages().stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .filter(message -> !(exchange.status() == 204 && message.getKey().startsWith(ACCEPT)))
        .filter(message -> !isAbsence(message) && !saysNothing(message, exchange))
        .filter(message -> !(exchange.status() >= 400 && NO_SUCH.contains(message.getKey())))
        .map(message ->
            "%s %s -> %d: %s (%s)%n%s"
                .formatted(
                    exchange.method(),
                    exchange.target(),
                    exchange.status(),
                    message.getMessage(),
                    message.getKey(),
                    exchange.responseBody()))
        .toList();
  }

  /** Null for a member, and nothing for a parameter, are what leaving them out is. */
  private static boolean isAbsence(ValidationReport.Message message) {
    return message.getKey().equals("validation.request.body.schema.type")
            && message.getMessage().startsWith("null found")
        || message.getKey().equals("validation.request.parameter.missing");
  }

  /** Some clients send an empty object where nothing is wanted. */
  private static boolean saysNothing(ValidationReport.Message message, Exchange exchange) {
    return message.getKey().equals("validation.request.body.unexpected")
        && exchange.requestBody().strip().equals("{}");
  }

  private static SimpleRequest request(Exchange exchange) {
    String[] target = exchange.target().split("\\?", 2);
    var request =
        new SimpleRequest.Builder(Request.Method.valueOf(exchange.method()), target[0], true);
    exchange.requestHeaders().forEach(request::withHeader);
    parameters(target.length == 2 ? target[1] : null)
        .forEach(pair -> request.withQueryParam(pair[0], pair[1]));
    if (!exchange.requestBody().isEmpty()) {
      request.withBody(exchange.requestBody());
    }
    return request.build();
  }

  private static SimpleResponse response(Exchange exchange) {
    var response = SimpleResponse.Builder.status(exchange.status());
    exchange.responseHeaders().forEach(response::withHeader);
    if (!exchange.responseBody().isEmpty()) {
      response.withBody(exchange.responseBody());
    }
    return response.build();
  }

  private static Stream<String[]> parameters(@Nullable String query) {
    return query == null
        ? Stream.empty()
        : Stream.of(query.split("&"))
            .map(pair -> (pair + "=").split("=", -1))
            .map(pair -> new String[] {decoded(pair[0]), decoded(pair[1])});
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException undecodable) {
      return text;
    }
  }

  private static final class Held {
    static final OpenApiInteractionValidator VALIDATOR =
        OpenApiInteractionValidator.createForSpecificationUrl(
                Path.of("openapi.yaml").toAbsolutePath().toUri().toString())
            .withLevelResolver(
                LevelResolver.create()
                    // The validator would add additionalProperties: false everywhere, which breaks
                    // composed schemas; the contract says unevaluatedProperties: false itself.
                    .withLevel(
                        "validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                    .build())
            .build();
  }
}
