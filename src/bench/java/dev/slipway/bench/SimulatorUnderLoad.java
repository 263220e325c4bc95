package dev.slipway.bench;

import static dev.slipway.simulator.SimulatorClients.client;

import dev.slipway.simulator.SimulatorClients;
import dev.slipway.simulator.serving.ModelArchive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 200 endpoints of 4 instances, all updating at once through a canary with two rollback alarms
 * each, under 2,000 invocations a second in total: the evaluation of alarms must not fall behind by
 * more than one period (60 s of AWS time), every invocation must be answered, and memory stays
 * within the heap that local mode sets.
 */
final class SimulatorUnderLoad {

  private static final int ENDPOINTS = 200;
  private static final int INSTANCES = 4;
  private static final int PER_SECOND = 2_000;
  private static final double SPEED = 10;
  private static final double MOST_LAG = 60;
  private static final Duration SLICE = Duration.ofSeconds(10);
  private static final int MOST_SLICES = 30;
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type",
          "application/json",
          "X-Amz-Date",
          "20260101T000000Z",
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=AKIABENCH/20260101/us-east-1/sagemaker/aws4_request,"
              + " SignedHeaders=host;x-amz-date, Signature="
              + "0".repeat(64));

  private final String heap;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param options the simulator's JVM options; by default the heap that local mode sets
   */
  SimulatorUnderLoad(List<String> options) {
    this.heap = options.isEmpty() ? "-Xmx256m" : options.getFirst();
  }

  /** Whether the bounds held. */
  boolean run() throws Exception {
    try (SimulatorProcess simulator =
        new SimulatorProcess(SPEED, List.of("-XX:+ExitOnOutOfMemoryError", heap))) {
      return measure(simulator.uri(), simulator.pid());
    }
  }

  private boolean measure(URI uri, long simulator) throws Exception {
    try (SageMakerClient aws = client(SageMakerClient.builder(), uri);
        CloudWatchClient watch = client(CloudWatchClient.builder(), uri);
        OpenLoop load = new OpenLoop(uri)) {
      prepare(uri, aws, watch);
      System.out.printf(
          "%d endpoints of %d instances, %d alarms, %d invocations/s, AWS time at %.0fx, %s%n%n",
          ENDPOINTS, INSTANCES, 2 * ENDPOINTS, PER_SECOND, SPEED, heap);
      System.out.println(
          "|  s | updating | answered/s | failed | not sent | p50 ms | p99 ms | lag s | worst lag s"
              + " | heap MB | resident MB |");
      System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
      // Cold code is slow, and what it does is not judged.
      for (int share = 4; share >= 1; share /= 2) {
        var _ = slice("warm-up", PER_SECOND / share, uri, simulator, load, aws);
      }
      var _ =
          http.send(
              HttpRequest.newBuilder(uri.resolve("/_slipway/vitals")).DELETE().build(),
              HttpResponse.BodyHandlers.discarding());
      boolean good = slice("0", PER_SECOND, uri, simulator, load, aws);
      for (int i = 0; i < ENDPOINTS; i++) {
        update(aws, i);
      }
      int slice = 1;
      int updating = updating(aws);
      for (; slice <= MOST_SLICES && updating > 0; slice++) {
        good &= slice("" + slice * SLICE.toSeconds(), PER_SECOND, uri, simulator, load, aws);
        updating = updating(aws);
      }
      good &= slice("" + slice * SLICE.toSeconds(), PER_SECOND, uri, simulator, load, aws);
      double worst = vitals(uri).path("alarms").path("worst_lag_seconds").asDouble(0);
      boolean kept = worst <= MOST_LAG;
      System.out.printf(
          "%nworst lag of alarm evaluation %.1f s of AWS time (at most %.0f): %s%n",
          worst, MOST_LAG, kept ? "held" : "MISSED");
      System.out.println("every invocation sent and answered: " + (good ? "held" : "MISSED"));
      System.out.println(
          "every update done: " + (updating == 0 ? "held" : "MISSED, " + updating + " left"));
      return kept && good && updating == 0;
    }
  }

  /** Loads for a while and tells how that went; false when an invocation was not answered. */
  private boolean slice(
      String when, int perSecond, URI uri, long simulator, OpenLoop load, SageMakerClient aws)
      throws Exception {
    load.run(
        perSecond,
        SLICE,
        n -> "/endpoints/" + name((int) (n * 7919 % ENDPOINTS)) + "/invocations",
        HEADERS,
        "{\"features\":[1.0]}");
    Tally tally = load.take();
    JsonNode vitals = vitals(uri);
    System.out.printf(
        "| %s | %d | %.0f | %d | %d | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f |%n",
        when,
        updating(aws),
        tally.good() / (double) SLICE.toSeconds(),
        tally.bad(),
        tally.unsent(),
        tally.millis(0.5),
        tally.millis(0.99),
        vitals.path("alarms").path("lag_seconds").asDouble(0),
        vitals.path("alarms").path("worst_lag_seconds").asDouble(0),
        vitals.path("heap").path("used_bytes").asDouble(0) / (1 << 20),
        Memory.resident(simulator));
    return tally.bad() == 0 && tally.unsent() == 0;
  }

  private static void prepare(URI uri, SageMakerClient aws, CloudWatchClient watch)
      throws InterruptedException {
    var s3 = SimulatorClients.s3(uri);
    s3.createBucket(r -> r.bucket("models"));
    s3.putObject(
        r -> r.bucket("models").key("m.tar.gz"),
        RequestBody.fromBytes(
            ModelArchive.pack("{\"kind\":\"logistic_regression\",\"weights\":[1.0]}")));
    aws.createModel(r ->
        r.modelName("m")
            .primaryContainer(c ->
                c.image("123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.0")
                    .modelDataUrl("s3://models/m.tar.gz")));
    for (String config : List.of("v1", "v2")) {
      aws.createEndpointConfig(r ->
          r.endpointConfigName(config)
              .productionVariants(v ->
                  v.variantName("AllTraffic")
                      .modelName("m")
                      .instanceType("ml.m5.large")
                      .initialInstanceCount(INSTANCES)));
    }
    for (int i = 0; i < ENDPOINTS; i++) {
      String name = name(i);
      aws.createEndpoint(r -> r.endpointName(name).endpointConfigName("v1"));
      alarm(watch, name, "Invocation5XXErrors");
      alarm(watch, name, "ModelLatency");
    }
    while (count(aws, EndpointStatus.IN_SERVICE) < ENDPOINTS) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static void alarm(CloudWatchClient watch, String endpoint, String metric) {
    watch.putMetricAlarm(r ->
        r.alarmName(endpoint + "-" + metric)
            .namespace("AWS/SageMaker")
            .metricName(metric)
            .dimensions(
                d -> d.name("EndpointName").value(endpoint),
                d -> d.name("VariantName").value("AllTraffic"))
            .extendedStatistic("p99")
            .period(60)
            .evaluationPeriods(2)
            .threshold(60_000_000.0)
            .comparisonOperator("GreaterThanThreshold")
            .treatMissingData("notBreaching"));
  }

  private static void update(SageMakerClient aws, int number) {
    String name = name(number);
    aws.updateEndpoint(r ->
        r.endpointName(name)
            .endpointConfigName("v2")
            .deploymentConfig(d ->
                d.blueGreenUpdatePolicy(p ->
                        p.trafficRoutingConfiguration(t ->
                                t.type("CANARY")
                                    .waitIntervalInSeconds(300)
                                    .canarySize(s -> s.type("INSTANCE_COUNT").value(1)))
                            .terminationWaitInSeconds(120)
                            .maximumExecutionTimeoutInSeconds(1800))
                    .autoRollbackConfiguration(a ->
                        a.alarms(
                            x -> x.alarmName(name + "-Invocation5XXErrors"),
                            x -> x.alarmName(name + "-ModelLatency")))));
  }

  private static int updating(SageMakerClient aws) {
    return count(aws, EndpointStatus.UPDATING);
  }

  private static int count(SageMakerClient aws, EndpointStatus status) {
    return (int)
        aws.listEndpointsPaginator(r -> r.statusEquals(status).maxResults(100)).endpoints().stream()
            .count();
  }

  private JsonNode vitals(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(
        http.send(
                HttpRequest.newBuilder(uri.resolve("/_slipway/vitals")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static String name(int number) {
    return "endpoint-" + number;
  }
}
