package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The contract and the code say the same. */
class OpenApiTests {

  private static final String PROXY = "http://localhost:8081";

  /** The proxy is no Spring MVC; its own tests send requests to these two. */
  private static final Set<String> PROXY_OPERATIONS =
      Set.of(
          "POST /predict/{}/{}",
          "POST /endpoints/{}/invocations",
          "POST /endpoints/{}/invocations-response-stream",
          "POST /endpoints/{}/async-invocations");

  /** A code where one is thrown or answered: after the kind of failure, or after a status. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?:new"
              + " (?:Failure\\.)?(?:Invalid|Unauthenticated|Forbidden|NotFound|Conflict|Refused|Limited"
              + "|Unavailable)\\(|Refused\\.field\\(|\\(\\s*[45]\\d\\d,)\\s*\"([a-z][a-z0-9-]+)\"");

  /** Where a person is asked: the reason's code, or the constant that holds it. */
  private static final Pattern ASKS =
      Pattern.compile(
          "(?:Outcome\\.Stuck\\(|\\bstuck\\(\\s*deployment,)"
              + "\\s*(?:\"([a-z][a-z-]+)\"|((?:[A-Z]\\w+\\.)?[A-Z_]+),)");

  /** Where a step may find that it is impossible though its release serves: a person is asked. */
  private static final Set<String> ONCE_LIVE =
      Set.of("CompensateStep.java", "PutAlarms.java", "SwitchStep.java");

  @Test
  void everyHandlerIsInTheContract() throws IOException {
    assertThat(handlers()).isSubsetOf(contract(false));
  }

  @Test
  void everythingInTheContractHasAHandler() throws IOException {
    assertThat(contract(false)).isSubsetOf(handlers());
    assertThat(contract(true)).isEqualTo(PROXY_OPERATIONS);
  }

  @Test
  void anAnswerWithAnUnknownOrMissingFieldDoesNotConform() {
    String good = "{\"items\": [], \"next_page_token\": \"MQ\"}";
    String unknown = "{\"items\": [], \"total\": 3}";
    String missing = "{\"next_page_token\": \"MQ\"}";

    assertThat(violations("/v1/models", 200, good)).isEmpty();
    assertThat(violations("/v1/models", 200, unknown)).isNotEmpty();
    assertThat(violations("/v1/models", 200, missing)).isNotEmpty();
    assertThat(violations("/v1/models", 404, good)).isNotEmpty();
    assertThat(violations("/v1/nowhere", 200, good)).isNotEmpty();
  }

  @Test
  void everyProblemCodeHasAPage() throws IOException {
    SortedSet<String> codes =
        new TreeSet<>(
            List.of("invalid-request", "stale", "precondition-required", "request-in-flight"));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.toString().contains("/simulator/")) {
          CODE.matcher(Files.readString(file))
              .results()
              .forEach(found -> codes.add(found.group(1)));
        }
      }
    }

    assertThat(codes)
        .allSatisfy(code -> {
          Path page = Path.of("docs/problems", code + ".md");
          assertThat(page).exists();
          assertThat(Files.readString(page)).startsWith("# ");
        });
  }

  @Test
  void everyReasonForWhichAPersonIsAskedHasAPage() throws IOException {
    SortedSet<String> codes = new TreeSet<>();
    Path rollout = Path.of("src/main/java/dev/slipway/rollout");
    try (Stream<Path> files = Files.list(rollout)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        String asking =
            ONCE_LIVE.contains(String.valueOf(file.getFileName()))
                ? source.replace("Outcome.Impossible(", "Outcome.Stuck(")
                : source;
        for (MatchResult found : ASKS.matcher(asking).results().toList()) {
          codes.add(found.group(1) != null ? found.group(1) : constant(source, found.group(2)));
        }
      }
    }

    assertThat(codes)
        .contains("update-overdue", "own-fault", "endpoint-lost", "alarm-differs")
        .hasSizeGreaterThan(12);
    assertThat(codes)
        .allSatisfy(code ->
            assertThat(Files.readString(Path.of("docs/problems", code + ".md")))
                .startsWith("# ")
                .contains("**To mend it:**"));
  }

  /** The code that a constant holds, of the source itself or of the class that is named. */
  private static String constant(String source, String name) throws IOException {
    int dot = name.indexOf('.');
    String in = source;
    if (dot >= 0) {
      String file = name.substring(0, dot) + ".java";
      try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
        in = Files.readString(files.filter(path -> path.endsWith(file)).findFirst().orElseThrow());
      }
    }
    Matcher held =
        Pattern.compile("String " + name.substring(dot + 1) + " =\\s*\"([a-z-]+)\"").matcher(in);
    assertThat(held.find()).as(name).isTrue();
    return held.group(1);
  }

  private static List<String> violations(String path, int status, String body) {
    return Conformance.violations(
        new Conformance.Exchange(
            "GET",
            path,
            Map.of("Authorization", List.of("Bearer x")),
            "",
            status,
            Map.of(
                "X-Request-Id", List.of("1"),
                "Content-Type",
                    List.of(status < 400 ? "application/json" : "application/problem+json")),
            body));
  }

  /** Method and path shape of every operation, of the API or of the proxy. */
  private static SortedSet<String> contract(boolean proxy) throws IOException {
    Map<String, Map<String, Object>> paths =
        new Yaml()
            .<Map<String, Map<String, Map<String, Object>>>>load(
                Files.readString(Path.of("openapi.yaml")))
            .getOrDefault("paths", Map.of());
    SortedSet<String> operations = new TreeSet<>();
    paths.forEach((path, item) ->
        item.forEach((method, operation) -> {
          if (operation instanceof Map<?, ?> details
              && String.valueOf(details.get("servers")).contains(PROXY) == proxy) {
            operations.add(Handlers.shape(method, path));
          }
        }));
    return operations;
  }

  /** Method and path shape of every Spring MVC handler under /v1. */
  private static SortedSet<String> handlers() {
    return Handlers.all()
        .map(Handlers.Handler::operation)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
