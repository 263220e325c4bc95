package dev.slipway.bench;

import dev.slipway.base.LoopbackPorts;
import dev.slipway.base.WallClock;
import dev.slipway.system.RunningSlipway;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.TestPostgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * So many deployments at once (by default 1,000) on one process (by default) with 1 GB of heap, AWS
 * at 10x, all calls limited to 200 a second of the machine's time: all succeed, the scheduler's lag
 * stays under 2 s at the 99th percentile, the limits hold as the simulator counts them, and nothing
 * is made twice. The lag of several processes is told and held to nothing: they warm up on the same
 * cores, in the very seconds in which everything is due.
 */
final class ManyDeployments {

  private static final Pattern LAG =
      Pattern.compile("(?m)^slipway_ticks_lag_seconds_bucket\\{le=\"([^\"]+)\"\\} (\\d+)");

  private static final double SPEED = 10;
  private static final int CALLS_A_SECOND = 200;

  /** Half a second of lag is five seconds of AWS time, whose calls may fall into another minute. */
  private static final double WAKE = 1.1;

  private static final Duration MOST_LAG = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final int deployments;
  private final int processes;

  /**
   * @param options how many deployments, and on how many processes
   */
  ManyDeployments(List<String> options) {
    deployments = options.isEmpty() ? 1000 : Integer.parseInt(options.getFirst());
    processes = options.size() < 2 ? 1 : Integer.parseInt(options.get(1));
  }

  /** Whether the bounds held. */
  boolean run() throws Exception {
    try (SimulatorProcess simulator = new SimulatorProcess(SPEED, List.of("-Xmx1g"));
        GuardedDirectory home = GuardedDirectory.create()) {
      simulator.publishModel();
      return onAws(simulator.uri(), home.path());
    }
  }

  private boolean onAws(URI aws, Path home) throws Exception {
    String database = TestPostgres.freshDatabase();
    JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));
    Map<Integer, RunningSlipway> slipways = new LinkedHashMap<>();
    // What one process seals the others read.
    Path keys = home.resolve("secrets-keys");
    try {
      for (int i = 0; i < processes; i++) {
        int management = LoopbackPorts.free();
        Path directory = Files.createDirectory(home.resolve("process-" + i));
        slipways.put(management, slipway(directory, keys, database, aws, management));
      }
      holdBack(jdbc);
      ask(List.copyOf(slipways.values()));
      Instant before = CallCount.of(aws).minutes().lastKey();
      letGo(jdbc);
      Duration took = untilAllEnded(jdbc);
      return held(jdbc, took, lag(slipways), CallCount.of(aws).since(before.plusSeconds(60)));
    } finally {
      slipways.values().forEach(RunningSlipway::close);
    }
  }

  private static RunningSlipway slipway(
      Path home, Path keys, String database, URI aws, int management) {
    return RunningSlipway.start(
        home,
        "slipway_benchmark-token-0123456789abcdef",
        List.of("-Xmx1g", "-XX:TieredStopAtLevel=4"),
        "--spring.datasource.url=" + database,
        "--slipway.cloud=simulator",
        "--slipway.demo=false",
        "--slipway.secrets.keys-file=" + keys,
        "--slipway.simulator.url=" + aws,
        "--server.port=0",
        "--management.server.port=" + management,
        "--management.server.address=127.0.0.1",
        "--slipway.proxy.port=0",
        "--slipway.aws.limits.all=" + CALLS_A_SECOND / SPEED,
        "--slipway.aws.limits.sagemaker-looks=1000",
        "--slipway.aws.limits.sagemaker-changes=1000",
        "--slipway.aws.limits.other-looks=1000",
        "--slipway.aws.limits.other-changes=1000");
  }

  /** Asks the processes in turn, as what balances load before them would. */
  private void ask(List<RunningSlipway> slipways) {
    slipways
        .getFirst()
        .post(
            "/v1/environments",
            """
            {"name": "prod", "preset": "article", "profile": {
              "location": {"account_id": "123456789012", "region": "us-east-1"},
              "execution_role": {"managed": true},
              "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}}
            """);
    for (int i = 0; i < deployments; i++) {
      RunningSlipway slipway = slipways.get(i % slipways.size());
      slipway.post("/v1/models", "{\"name\": \"m%d\"}".formatted(i));
      slipway.post(
          "/v1/models/m%d/versions".formatted(i),
          """
          {"name": "v1", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/serving:v1",
           "artifact": "s3://models/v1/model.tar.gz"}
          """);
      promote(slipway, i);
    }
  }

  private static void promote(RunningSlipway slipway, int model) {
    while (true) {
      try {
        slipway.post(
            "/v1/promotions",
            """
            {"model": "m%d", "version": "v1", "to": "prod", "reason": "benchmark"}
            """
                .formatted(model));
        return;
      } catch (IllegalStateException refused) {
        // Who waits for a plan is told 503 while deployments use up the rate; it asks again.
        if (!String.valueOf(refused.getMessage()).startsWith("503")) throw refused;
      }
    }
  }

  /** No deployment begins before the last one is asked for. */
  private static void holdBack(JdbcClient jdbc) {
    jdbc.sql(
            """
            create function hold_back() returns trigger language plpgsql as $$
            begin new.execution_time := now() + interval '1 day'; return new; end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger hold_back before insert on scheduled_tasks
              for each row when (new.task_name = 'deployment-tick') execute function hold_back()
            """)
        .update();
  }

  private static void letGo(JdbcClient jdbc) {
    jdbc.sql("drop trigger hold_back on scheduled_tasks").update();
    jdbc.sql(
            "update scheduled_tasks set execution_time = now() where task_name = 'deployment-tick'")
        .update();
  }

  private Duration untilAllEnded(JdbcClient jdbc) throws InterruptedException {
    WallClock clock = WallClock.system();
    Instant start = clock.now();
    Duration took = Duration.ZERO;
    while (took.compareTo(LONGEST) < 0 && ended(jdbc, "finished_at is not null") < deployments) {
      TimeUnit.SECONDS.sleep(1);
      took = Duration.between(start, clock.now());
    }
    return took;
  }

  private static int ended(JdbcClient jdbc, String how) {
    return jdbc.sql("select count(*) from deployment where " + how).query(Integer.class).single();
  }

  /** Within what time 99 of 100 ticks began, in the process where they were latest. */
  private static Duration lag(Map<Integer, RunningSlipway> slipways) {
    return slipways.entrySet().stream()
        .map(slipway -> lag(slipway.getValue(), slipway.getKey()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Duration lag(RunningSlipway slipway, int management) {
    String metrics =
        slipway.text(URI.create("http://127.0.0.1:" + management + "/actuator/prometheus"));
    NavigableMap<Double, Long> begun = new TreeMap<>();
    LAG.matcher(metrics)
        .results()
        .forEach(bucket -> begun.put(seconds(bucket.group(1)), Long.parseLong(bucket.group(2))));
    if (begun.isEmpty()) throw new IllegalStateException("no lag of ticks among the metrics");
    double most = 0.99 * begun.lastEntry().getValue();
    return begun.entrySet().stream()
        .filter(bucket -> bucket.getValue() >= most)
        .findFirst()
        .map(bucket -> Duration.ofMillis(Math.round(bucket.getKey() * 1000)))
        .orElseThrow();
  }

  private static double seconds(String bound) {
    return bound.equals("+Inf") ? LONGEST.toSeconds() : Double.parseDouble(bound);
  }

  /** Prints what was measured, and tells whether the bounds held. */
  private boolean held(JdbcClient jdbc, Duration took, Duration lag, CallCount calls) {
    int succeeded = ended(jdbc, "state = 'SUCCEEDED'");
    int most = calls.fullestMinute();
    int alarms = calls.fullestMinuteOf("PutMetricAlarm");
    int endpoints = calls.carriedOut("CreateEndpoint");
    System.out.printf(
        "%d deployments at once on %d process(es): %d succeeded in %d s%n"
            + "scheduler lag p99 %d ms (bound %d on one process)%n"
            + "calls in the fullest minute of AWS time: %d (limit %.0f a second)%n"
            + "PutMetricAlarm in the fullest minute of AWS time: %d (limit 3 a second)%n"
            + "CreateEndpoint that AWS took: %d%n"
            + "calls minute by minute: %s%n",
        deployments,
        processes,
        succeeded,
        took.toSeconds(),
        lag.toMillis(),
        MOST_LAG.toMillis(),
        most,
        CALLS_A_SECOND / SPEED,
        alarms,
        endpoints,
        calls.timeLine());
    return succeeded == deployments
        && (processes > 1 || lag.compareTo(MOST_LAG) < 0)
        && most <= 60 * CALLS_A_SECOND / SPEED * WAKE
        && alarms <= 60 * 3 * WAKE
        && endpoints == deployments;
  }
}
