package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record, taken out and verified elsewhere. */
class ExportTests {

  private static final Instant AT = Instant.parse("2026-02-01T08:00:00.100Z");

  @AutoClose private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.start(Map.of());
    for (String subject : List.of("dev", "prod", "dev")) {
      server.happen(subject, "environment.changed");
      server.happen(
          new Fact(
              "environment",
              subject,
              "odd",
              "user:zoë",
              "Quotes \" \\ / and \u0001 \u001f \u007f \u2028 𝄞",
              null,
              Map.of(
                  "\uE000", 1,
                  "𝄞", List.of(2.50, new BigDecimal("1.000"), 1e22, Long.MAX_VALUE, -0.0, 0.1f),
                  "deep", Map.of("nothing", List.of(), "yes", true, "tab\t", "\b\f\n\r")),
              AT));
    }
    await()
        .until(() ->
            server
                .jdbc()
                .sql("select not exists (select from unplaced_change)")
                .query(Boolean.class)
                .single());
  }

  @Test
  void theExportHoldsWhatTheListHoldsInTheOrderOfEachSubject() {
    Answer export = export("?subject=dev");
    List<String> lines = export.http().body().lines().toList();

    assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(lines).hasSize(5);
    assertThat(lines.getLast()).isEqualTo("{\"end\":{\"events\":4}}");
    String list = server.api().get("/v1/audit-events?subject=dev").http().body();
    for (int line = 0; line < 4; line++) {
      assertThat(list).contains(lines.get(line));
      assertThat(lines.get(line)).contains("\"sequence\":" + (line + 1) + ",");
    }
  }

  @Test
  void theExportOfOneEnvironmentHoldsNothingOfOthers() {
    List<String> lines = export("?environment=prod").http().body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.subList(0, 2)).allMatch(line -> line.contains("\"environment\":\"prod\""));
    Answer list = server.api().get("/v1/audit-events?environment=prod");
    assertThat(list.json().at("/items")).hasSize(2);
  }

  @Test
  void whoeverHasTheExportCanVerifyIt(@TempDir Path folder) throws Exception {
    assumeTrue(isThere("python3"), "python3 is not installed");
    String page = Files.readString(Path.of("docs/audit-export.md"));
    String script = page.substring(page.indexOf("```python\n") + 10, page.lastIndexOf("```"));
    Files.writeString(folder.resolve("verify_audit.py"), script);
    String export = export("").http().body();

    assertThat(verified(folder, export)).startsWith("intact: 6 events of 2 subjects");
    assertThat(verified(folder, export.replaceFirst("user:zoë", "user:eve"))).contains("broken:");
    assertThat(verified(folder, export.replaceFirst("(?md)^.*\"sequence\":2,.*\n", "")))
        .contains("broken:");
    assertThat(verified(folder, export.substring(0, export.lastIndexOf("{\"end\""))))
        .contains("not whole");
  }

  @Test
  void aLargeRecordIsWrittenPageByPage() {
    server
        .jdbc()
        .sql(
            """
            insert into history (id, subject_type, subject_id, sequence, type, actor, summary,
                data, at, recorded_at, previous_hash, hash)
            select gen_random_uuid(), 'model', 'large', n, 'filling', 'a', '', '{}', now(), now(),
                repeat('0', 64), repeat('0', 64)
            from generate_series(1, 5500) n
            """)
        .update();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            server
                .jdbc()
                .sql("select not exists (select from unplaced_change)")
                .query(Boolean.class)
                .single());

    assertThat(export("?subject_type=model").http().body().lines().toList())
        .hasSize(5501)
        .endsWith("{\"end\":{\"events\":5500}}");
  }

  private static Answer export(String query) {
    return server
        .api()
        .send(
            "GET",
            "/v1/audit-events" + query,
            null,
            "Authorization",
            "Bearer " + ApiServer.TOKEN,
            "Accept",
            "application/x-ndjson");
  }

  private static String verified(Path folder, String export) throws Exception {
    Files.writeString(folder.resolve("events.ndjson"), export);
    Process process =
        new ProcessBuilder("python3", "verify_audit.py", "events.ndjson")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(30, TimeUnit.SECONDS);
    return said;
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
