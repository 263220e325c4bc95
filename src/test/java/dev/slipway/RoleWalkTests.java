package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.RoleTable;
import dev.slipway.testing.RoleTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Asks for every operation of the table of {@code docs/roles.md} with every role, granted in the
 * environment that the operation is about, in another and in all, and compares who was let pass
 * with what the table says.
 */
class RoleWalkTests {

  private static final String RIGHT = "prod";
  private static final String OTHER = "other";
  private static final String ALL = "*";
  private static final String NOTHING = "01981c8e-7a00-7000-8000-000000000001";
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  /** The proxy is a listener of its own; RefusalTests and PredictionTests ask it. */
  private static final Set<String> PROXY =
      Set.of(
          "POST /predict/{environment}/{model}",
          "POST /endpoints/{endpoint}/invocations",
          "POST /endpoints/{endpoint}/invocations-response-stream",
          "POST /endpoints/{endpoint}/async-invocations");

  /** Which roles each one includes, as the page says in words. */
  private static final Map<String, List<String>> INCLUDED =
      Map.of(
          "viewer", List.of("none", "viewer"),
          "deployer", List.of("none", "viewer", "deployer"),
          "approver", List.of("none", "viewer", "deployer", "approver"),
          "admin", List.of("none", "viewer", "deployer", "approver", "admin", "invoker"),
          "invoker", List.of("none", "invoker"));

  /** Bodies that name the environment and, if they are let pass, something that is not there. */
  private static final Map<String, String> BODIES =
      Map.of(
          "POST /v1/promotions",
          "{\"model\": \"no-such\", \"version\": \"v1\", \"to\": \"prod\", \"reason\": \"a walk\"}",
          "POST /v1/endpoints",
          "{\"model\": \"no-such\", \"environment\": \"prod\"}",
          "POST /v1/endpoint-imports",
          "{\"physical_name\": \"no-such\", \"model\": \"no-such\", \"version\": \"v1\","
              + " \"environment\": \"prod\"}");

  private static Rehearsal rehearsal;
  private static ApiServer api;
  private static Map<String, String> things;
  private static final List<Caller> CALLERS = new ArrayList<>();

  /**
   * Who asks.
   *
   * @param role null for somebody who was granted nothing
   */
  private record Caller(@Nullable String role, String in, String token) {

    boolean may(Row row) {
      if (row.role().equals("none")) {
        return true;
      }
      if (role == null || !INCLUDED.getOrDefault(role, List.of()).contains(row.role())) {
        return false;
      }
      return switch (row.in()) {
        case "some environment", "some environment; shows those alone" -> true;
        case "all environments" -> in.equals(ALL);
        default -> !in.equals(OTHER);
      };
    }

    @Override
    public String toString() {
      return role == null ? "somebody without a grant" : role + " in " + in;
    }
  }

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    api = rehearsal.api();
    rehearsal.environment(OTHER);
    UUID deployment = rehearsal.promote("v1");
    things = new HashMap<>();
    things.put("model", "fraud-detector");
    things.put("version", "v1");
    things.put("environment", RIGHT);
    things.put("endpoint", "prod-fraud-detector");
    things.put("number", "1");
    things.put("revision", "1");
    things.put("deployment", deployment.toString());
    things.put("promotion", api.get("/v1/promotions").at("/items/0/id"));
    CALLERS.add(caller(null, ALL));
    INCLUDED
        .keySet()
        .forEach(role -> Stream.of(RIGHT, OTHER, ALL).forEach(in -> CALLERS.add(caller(role, in))));
  }

  @AfterAll
  static void close() {
    CALLERS.clear();
    rehearsal.close();
  }

  private static Caller caller(@Nullable String role, String in) {
    String name = role == null ? "nobody" : role + "-" + in.replace(ALL, "all");
    String grants =
        role == null
            ? ""
            : "{\"role\": \"%s\", \"environment\": \"%s\"}"
                .formatted(role.toUpperCase(java.util.Locale.ROOT), in);
    Answer made =
        api.post(
            "/v1/service-accounts", "{\"name\": \"%s\", \"grants\": [%s]}".formatted(name, grants));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return new Caller(
        role,
        in,
        api.post("/v1/service-accounts/" + name + "/tokens", "{\"name\": \"walk\"}").at("/token"));
  }

  @Test
  void everybodyIsLetPassWhereTheTableSaysSoAndNowhereElse() {
    List<String> wrong = new ArrayList<>();
    for (Row row : operations()) {
      for (Caller caller : CALLERS) {
        Answer answer = ask(row, caller.token(), UnaryOperator.identity());
        boolean refused = answer.status() == 403 && answer.at("/code").equals("forbidden");
        if (answer.status() == 401 || refused == caller.may(row) || answer.status() >= 500) {
          wrong.add(
              "%s: %s was answered %d %s"
                  .formatted(row.operation(), caller, answer.status(), answer.at("/detail")));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoPromotesFromAnEnvironmentMustSeeItUnlessVersionsComeFromThereAnyhow() {
    rehearsal.environment("after", "\"predecessor\": \"prod\"");
    String deployer = caller("deployer", "after").token();
    assertThat(dryRun(deployer, "prod", "\"to\": \"after\"").status()).isNotEqualTo(403);
    List<String> wrong = new ArrayList<>();
    for (Caller caller : CALLERS) {
      for (String to : List.of("\"to\": \"other\"", "\"targets\": [\"other\", \"other-2\"]")) {
        Answer answer = dryRun(caller.token(), "prod", to);
        boolean may = caller.in().equals(ALL) && includes(caller, "deployer");
        if ((answer.status() == 403) == may) wrong.add(caller + ": " + answer.http().body());
        if (!may) assertThat(answer.at("/code")).isEqualTo("forbidden");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoNamesWhereVersionsComeFromMustSeeIt() {
    rehearsal.environment("behind");
    Answer refused = follow(caller("admin", "behind").token());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/code")).isEqualTo("forbidden");
    assertThat(follow(ApiServer.TOKEN).status()).isEqualTo(200);
  }

  private static Answer follow(String token) {
    String behind = "/v1/environments/behind";
    return api.send(
        "PATCH",
        behind,
        "{\"profile\": {\"predecessor\": \"prod\"}}",
        "Authorization",
        "Bearer " + token,
        "If-Match",
        api.get(behind).header("ETag"));
  }

  @Test
  void aReadIsAnsweredInFullWhateverTagTheCallerHas() {
    String prod = "/v1/environments/prod";
    Answer again =
        api.send(
            "GET",
            prod,
            null,
            "Authorization",
            "Bearer " + ApiServer.TOKEN,
            "If-None-Match",
            api.get(prod).header("ETag"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/name")).isEqualTo("prod");
  }

  private static boolean includes(Caller caller, String role) {
    return caller.role() != null && INCLUDED.getOrDefault(caller.role(), List.of()).contains(role);
  }

  private static Answer dryRun(String token, String from, String to) {
    return api.send(
        "POST",
        "/v1/promotions?dry_run=true",
        """
        {"model": "fraud-detector", "from": "%s", %s, "reason": "a walk"}
        """
            .formatted(from, to),
        "Authorization",
        "Bearer " + token);
  }

  @Test
  void aStreamIsRefusedToWhomeverTheListIs() {
    List<String> wrong = new ArrayList<>();
    for (Row row : operations()) {
      for (Caller caller : CALLERS) {
        if (row.method().equals("GET") && !caller.may(row)) {
          for (String type : List.of("text/event-stream", "application/x-ndjson")) {
            Answer answer = ask(row, caller.token(), headers -> headers + "\nAccept\n" + type);
            if (answer.status() != 403 && answer.status() != 406) {
              wrong.add(row.operation() + " as " + type + ": " + caller + " " + answer.status());
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nobodyIsLetPassWithoutATokenOrASession() {
    for (Row row : operations()) {
      assertThat(ask(row, null, UnaryOperator.identity()).status())
          .as(row.operation())
          .isEqualTo(401);
    }
  }

  @Test
  void whatIsNotTheApiIsOnTheListOfOpenPagesOrClosed() {
    List<String> open = RoleTable.OPEN;
    api.bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
        .flatMap(mapping -> mapping.getPatternValues().stream())
        .filter(path -> !path.startsWith("/v1"))
        .forEach(path -> {
          String real = VARIABLE.matcher(path).replaceAll("unauthenticated");
          boolean listed =
              open.stream()
                  .anyMatch(one ->
                      one.equals(real)
                          || (one.endsWith("/**")
                              && real.startsWith(one.substring(0, one.length() - 2)))
                          || (one.endsWith("/*")
                              && real.startsWith(one.substring(0, one.length() - 1))));
          int status = api.send("GET", real, null).status();
          if (listed) {
            assertThat(status).as(path).isNotIn(401, 403);
          } else {
            assertThat(status).as(path).isEqualTo(401);
          }
        });
    for (String path :
        List.of("/v1", "/application.yaml", "/db/migration/V0001__first.sql", "/index", "/error")) {
      assertThat(api.send("GET", path, null).status()).as(path).isEqualTo(401);
    }
  }

  private static List<Row> operations() {
    return RoleTable.ROWS.stream().filter(row -> !PROXY.contains(row.operation())).toList();
  }

  /** Names what there is, so that a missing thing never hides who was let pass. */
  private static Answer ask(Row row, @Nullable String token, UnaryOperator<String> more) {
    String path =
        VARIABLE
            .matcher(row.path())
            .replaceAll(variable -> things.getOrDefault(variable.group(1), NOTHING));
    if (row.in().startsWith("the subject's")) {
      path += "?subject_type=endpoint&subject=prod-fraud-detector";
    }
    boolean byBody = row.in().startsWith("each environment that the body names");
    String body =
        row.method().equals("GET") || row.method().equals("DELETE")
            ? null
            : BODIES.getOrDefault(row.operation(), "{}");
    if (byBody) {
      assertThat(BODIES).as("a body for " + row.operation()).containsKey(row.operation());
    }
    String headers = token == null ? "X-Nobody\nyes" : "Authorization\nBearer " + token;
    return api.send(row.method(), path, body, more.apply(headers).split("\n"));
  }
}
