package dev.slipway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.Slipway;
import dev.slipway.monitoring.AlertRules.Rule;
import dev.slipway.monitoring.AlertRules.Selector;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Browser;
import dev.slipway.testing.MonitoringPage;
import dev.slipway.testing.Scrape;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a whole Slipway tells Prometheus, the page that lists it, and the rules that go by it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTests {

  /** What Prometheus itself adds to each series. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

  private static final Pattern IN_TEXT = Pattern.compile("\\$labels\\.([a-z_]+)");
  private static final List<Rule> RULES = AlertRules.read();

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  @AutoClose private final Browser client = new Browser();
  private final String database = TestPostgres.freshDatabase();

  @AutoClose
  private final ApiServer slipway =
      ApiServer.startOn(
          database,
          Slipway.class,
          Map.of(
              "slipway.roles", "api,proxy",
              "slipway.cloud", "simulator",
              "slipway.aws.endpoint", simulator.uri(),
              "slipway.proxy.port", "0",
              "slipway.proxy.notice", "0s",
              "slipway.proxy.address", "127.0.0.1",
              "slipway.secrets.keys", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=",
              "spring.datasource.hikari.connection-timeout", "1000",
              "management.server.port", "0",
              "db-scheduler.enabled", "true"));

  private Scrape scraped;

  @BeforeAll
  void read() {
    made(slipway.post("/v1/environments", Rehearsal.prod("prod")));
    made(
        slipway.post(
            "/v1/webhooks",
            "{\"name\": \"chat\", \"url\": \"https://hooks.example.com/slipway\"}"));
    made(slipway.post("/v1/service-accounts", "{\"name\": \"ci\"}"));
    String nowhere = "http://127.0.0.1:%s/predict/prod/unknown";
    client.send(
        "POST",
        nowhere.formatted(slipway.setting("local.proxy.port")),
        "x",
        "Authorization",
        "Bearer " + ApiServer.TOKEN);
    slipway.bean(KeepValuesFresh.class).read();
    scraped = Scrape.of(scrape());
  }

  @Test
  void thePageHasEveryMetricWithItsLabelsAndNoOther() {
    // The proxy's tests have those of the proxy, some of which take an endpoint to be there.
    Map<String, Set<String>> there = new TreeMap<>();
    scraped
        .metrics()
        .forEach((name, metric) -> {
          if (isTold(name)) there.put(name, metric.labels());
        });
    assertThat(there).hasSizeGreaterThan(15);
    assertThat(there).isEqualTo(MonitoringPage.metrics(MonitoringTests::isTold));
  }

  private static boolean isTold(String metric) {
    return metric.startsWith("slipway_") && !metric.startsWith("slipway_proxy_");
  }

  @Test
  void everyMetricSaysWhatItIs() {
    assertThat(scraped.metrics())
        .allSatisfy((name, metric) -> {
          if (name.startsWith("slipway_")) assertThat(metric.help()).as(name).isNotEmpty();
        });
  }

  @Test
  void whatIsWellIsToldToo() {
    assertThat(scrape())
        .contains(
            "slipway_deployments{environment=\"prod\",state=\"NEEDS_ATTENTION\"} 0.0",
            "slipway_endpoints{drift=\"GONE\",environment=\"prod\"} 0.0",
            "slipway_webhooks_disabled{webhook=\"chat\"} 0.0",
            "slipway_credentials_expiring{service_account=\"ci\"} 0.0",
            "slipway_tasks_failures{task=\"send-webhooks\"} 0.0");
  }

  @Test
  void everyRuleGoesByMetricsAndLabelsThatThereAre() {
    Map<String, Set<String>> page = MonitoringPage.metrics(name -> true);
    assertThat(RULES).hasSizeGreaterThan(9);
    for (Rule rule : RULES) {
      Set<String> known = new HashSet<>(OF_THE_SCRAPE);
      assertThat(rule.selectors()).as(rule.alert()).isNotEmpty();
      for (Selector selector : rule.selectors()) {
        Set<String> labels = labels(selector.metric(), page);
        assertThat(selector.labels())
            .as("%s by %s", rule.alert(), selector.metric())
            .allMatch(label -> labels.contains(label) || OF_THE_SCRAPE.contains(label));
        known.addAll(labels);
      }
      known.add("le");
      assertThat(known).as(rule.alert()).containsAll(rule.by());
    }
  }

  private Set<String> labels(String metric, Map<String, Set<String>> page) {
    if (metric.equals("up")) return OF_THE_SCRAPE;
    String whole = metric.replaceFirst("_(bucket|count|sum)$", "");
    Set<String> told = page.containsKey(metric) ? page.get(metric) : page.get(whole);
    if (told != null) return told;
    return Objects.requireNonNull(scraped.named(metric), () -> "no metric " + metric).labels();
  }

  /** Of other programs too there are metrics of this name. */
  @Test
  void whatIsNotSlipwaysAloneIsTakenFromItsProcessesAlone() {
    for (Rule rule : RULES) {
      for (Selector selector : rule.selectors()) {
        if (!selector.metric().startsWith("slipway_")) {
          assertThat(selector.labels()).as(rule.alert()).contains("job");
        }
      }
    }
  }

  @Test
  void everyRuleSaysWhatToDoAndNamesAPageThatThereIs() throws IOException {
    for (Rule rule : RULES) {
      Map<String, String> annotations = rule.annotations();
      assertThat(annotations).as(rule.alert()).containsOnlyKeys("summary", "description", "page");
      assertThat(annotations.get("description")).as(rule.alert()).hasSizeGreaterThan(60);
      Set<String> named =
          IN_TEXT
              .matcher(annotations.values().toString())
              .results()
              .map(it -> it.group(1))
              .collect(Collectors.toSet());
      if (rule.by().isEmpty()) assertThat(OF_THE_SCRAPE).as(rule.alert()).containsAll(named);
      else assertThat(rule.by()).as(rule.alert()).containsAll(named);

      String[] page = String.valueOf(annotations.get("page")).split("#", 2);
      assertThat(Path.of(page[0])).as(rule.alert()).exists();
      if (page.length > 1) assertThat(anchors(page[0])).as(rule.alert()).contains(page[1]);
    }
  }

  /** The anchors that GitHub gives a page's headings. */
  private static Set<String> anchors(String page) throws IOException {
    return Files.readAllLines(Path.of(page)).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void thePageListsEveryRule() {
    assertThat(RULES).extracting(Rule::alert).doesNotHaveDuplicates();
    assertThat(MonitoringPage.rules())
        .isEqualTo(RULES.stream().map(Rule::alert).collect(Collectors.toSet()));
  }

  @Test
  void whileTheDatabaseIsDownTheLastNumbersAreReadWithoutItAndGrowOld() {
    String before = scrape();
    TestPostgres.refuseConnections(database);
    slipway.bean(KeepValuesFresh.class).read();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          String after = scrape();
          assertThat(numbers(after)).isEqualTo(numbers(before));
          assertThat(after)
              .containsPattern("(?m)^slipway_record_age_seconds (?!0\\.)")
              .containsPattern("(?m)^hikaricp_connections_timeout_total\\{.*} [1-9]");
        });
  }

  private static List<String> numbers(String scrape) {
    return scrape
        .lines()
        .filter(line -> line.matches("slipway_(deployments|endpoints|promotions|webhooks).*"))
        .toList();
  }

  private String scrape() {
    return client
        .send(
            "GET",
            "http://127.0.0.1:%s/actuator/prometheus"
                .formatted(slipway.setting("local.management.port")),
            null,
            "Authorization",
            "Bearer " + ApiServer.TOKEN)
        .body();
  }

  private static void made(Answer answer) {
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
  }
}
