package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.Roles.RoleSpec;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.EndpointUpdate;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.simulator.serving.ModelArchive;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedControlPlaneTests extends ControlPlaneContract {

  private static final int MOST_STEPS = 400;

  private Simulator simulator;
  private AnyAws aws;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().manualClock(true).build());
    aws = new AnyAws(simulator.uri());
    aws.putBucket("models");
    aws.putObject(
        "models",
        "v1/model.tar.gz",
        ModelArchive.pack("{\"kind\":\"logistic_regression\",\"weights\":[0.01],\"bias\":-1}"));
    aws.putImage("fraud", "1", "layer");
  }

  @AfterEach
  void stop() {
    aws.close();
    simulator.close();
  }

  @Override
  AnyAws aws() {
    return aws;
  }

  @Override
  void untilInService(String endpoint) {
    until(endpoint, it -> it.status() == EndpointStatus.IN_SERVICE);
  }

  @Override
  String executionRole() {
    Roles roles = aws.cloud().roles();
    return roles
        .find("execution")
        .map(Roles.LiveRole::arn)
        .orElseGet(() ->
            roles.create(
                new RoleSpec(
                    "execution",
                    "/",
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                     "Principal":{"Service":"sagemaker.amazonaws.com"},
                     "Action":"sts:AssumeRole"}]}\
                    """,
                    null,
                    Map.of())));
  }

  @Test
  void aCanaryIsSeenAtTwoFleetsBeforeTheNewConfigurationServes() {
    SageMaker sageMaker = aws.cloud().sageMaker();
    makeConfig("canary-c1");
    makeConfig("canary-c2");
    sageMaker.createEndpoint("canary", "canary-c1", Map.of());
    untilInService("canary");
    aws.cloud()
        .alarms()
        .put(
            new AlarmSpec(
                "canary-errors",
                "",
                List.of(metric(Alarms.ONLY_METRIC, "Invocation5XXErrors", "Sum")),
                null,
                Comparison.GREATER_THAN,
                5,
                60,
                2,
                2,
                MissingData.NOT_BREACHING,
                List.of(),
                Map.of()));

    sageMaker.updateEndpoint(
        new EndpointUpdate(
            "canary",
            "canary-c2",
            new RolloutPolicy(
                Strategy.CANARY, new FleetShare(Unit.INSTANCE_COUNT, 1), null, 300, 120, 1800),
            List.of("canary-errors"),
            false));

    assertThatThrownBy(() ->
            sageMaker.updateEndpoint(
                new EndpointUpdate("canary", "canary-c2", null, List.of(), false)))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.IN_PROGRESS));
    LiveEndpoint baking =
        until(
            "canary",
            it ->
                it.pending() != null
                    && it.pending().variants().stream()
                        .flatMap(variant -> variant.progress().stream())
                        .anyMatch(progress -> progress.status().equals("Baking")));
    assertThat(baking.status().moving()).isTrue();
    assertThat(baking.endpointConfigName()).isEqualTo("canary-c1");

    LiveEndpoint done = until("canary", it -> it.status() == EndpointStatus.IN_SERVICE);
    assertThat(done.endpointConfigName()).isEqualTo("canary-c2");
    assertThat(done.pending()).isNull();
    assertThat(done.lastRollbackAlarms()).containsExactly("canary-errors");
  }

  @Test
  void aPredictionSignedWithTheUpstreamsKeysIsAnsweredAndCounted() throws Exception {
    makeConfig("answers-c1");
    aws.cloud().sageMaker().createEndpoint("answers", "answers-c1", Map.of());
    untilInService("answers");
    Instant before = simulator.clock().now();
    Upstream upstream = aws.clouds().upstream(AnyAws.HERE);
    String path = "/endpoints/answers/invocations";
    byte[] body = "100".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "text/csv");
    headers.put("host", upstream.base().getAuthority());
    headers.putAll(
        new SigV4("sagemaker")
            .sign(
                "POST",
                path,
                headers,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)),
                upstream.keys().get(),
                upstream.region(),
                WallClock.system().now()));
    headers.remove("host");

    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upstream.base() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    simulator.clock().advance(Duration.ofMinutes(5));

    Map<String, List<Metrics.Point>> series =
        aws.cloud()
            .metrics()
            .read(
                List.of(
                    new Alarms.MetricQuery(
                        "calls",
                        "AWS/SageMaker",
                        "Invocations",
                        Map.of("EndpointName", "answers", "VariantName", "AllTraffic"),
                        "Sum",
                        60)),
                before.minusSeconds(60),
                simulator.clock().now());
    assertThat(
            series.getOrDefault("calls", List.of()).stream()
                .mapToDouble(Metrics.Point::value)
                .sum())
        .isEqualTo(1);
  }

  /** Moves time on in small steps until an endpoint looks as wanted. */
  private LiveEndpoint until(String name, Predicate<LiveEndpoint> wanted) {
    LiveEndpoint endpoint = aws.cloud().sageMaker().findEndpoint(name).orElseThrow();
    for (int step = 0; step < MOST_STEPS && !wanted.test(endpoint); step++) {
      simulator.clock().advance(Duration.ofSeconds(10));
      endpoint = aws.cloud().sageMaker().findEndpoint(name).orElseThrow();
    }
    assertThat(endpoint).matches(wanted);
    return endpoint;
  }
}
