package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.SageMaker.EndpointConfigSpec;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.ModelSpec;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the adapters of SageMaker, CloudWatch and Application Auto Scaling promise. */
abstract class ControlPlaneContract {

  static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1";
  static final Map<String, String> TAGS = Map.of("slipway:endpoint", "fraud");

  abstract AnyAws aws();

  /** Lets the cloud's time pass until an endpoint is in service. */
  abstract void untilInService(String endpoint);

  /** What must be there before a model can be made; returns the execution role. */
  abstract String executionRole();

  @Test
  void aModelIsMadeOnceReadAndDeleted() {
    SageMaker sageMaker = aws().cloud().sageMaker();
    assertThat(sageMaker.findModel("fraud-m1")).isEmpty();
    ModelSpec spec =
        new ModelSpec(
            "fraud-m1",
            IMAGE,
            "s3://models/v1/model.tar.gz",
            executionRole(),
            Map.of("LOG_LEVEL", "info"),
            TAGS);

    String arn = sageMaker.createModel(spec);

    assertThat(sageMaker.findModel("fraud-m1"))
        .hasValueSatisfying(model -> {
          assertThat(model.arn()).isEqualTo(arn);
          assertThat(model.containers()).isEqualTo(spec.containers());
          assertThat(model.network()).isNull();
          assertThat(model.executionRoleArn()).isEqualTo(spec.executionRoleArn());
          assertThat(model.createdAt()).isNotNull();
        });
    assertThat(sageMaker.tags(arn)).isEqualTo(TAGS);
    sageMaker.deleteModel("fraud-m1");
    assertThat(sageMaker.findModel("fraud-m1")).isEmpty();
  }

  @Test
  void anEndpointServesItsConfiguration() {
    SageMaker sageMaker = aws().cloud().sageMaker();
    makeConfig("serves-c1");
    assertThat(sageMaker.findEndpoint("serves")).isEmpty();

    String arn = sageMaker.createEndpoint("serves", "serves-c1", TAGS);
    untilInService("serves");

    assertThat(sageMaker.findEndpoint("serves"))
        .hasValueSatisfying(endpoint -> {
          assertThat(endpoint.arn()).isEqualTo(arn);
          assertThat(endpoint.status()).isEqualTo(EndpointStatus.IN_SERVICE);
          assertThat(endpoint.status().moving()).isFalse();
          assertThat(endpoint.rawStatus()).isEqualTo("InService");
          assertThat(endpoint.endpointConfigName()).isEqualTo("serves-c1");
          assertThat(endpoint.pending()).isNull();
          assertThat(endpoint.variants())
              .singleElement()
              .satisfies(variant -> {
                assertThat(variant.name()).isEqualTo("AllTraffic");
                assertThat(variant.currentInstanceCount()).isEqualTo(2);
              });
        });
    assertThat(sageMaker.tags(arn)).isEqualTo(TAGS);
    assertThat(sageMaker.findEndpointConfig("serves-c1"))
        .hasValueSatisfying(config ->
            assertThat(config.variants())
                .containsExactly(
                    new ProductionVariant(
                        "AllTraffic",
                        "serves-c1-m",
                        0.1,
                        new VariantHost.Instances("ml.m5.large", 2))));
  }

  @Test
  void anAlarmOnOneMetricReadsBackAsItWasPut() {
    Alarms alarms = aws().cloud().alarms();
    AlarmSpec spec =
        new AlarmSpec(
            "fraud-5xx",
            "too many errors",
            List.of(metric(Alarms.ONLY_METRIC, "Invocation5XXErrors", "Sum")),
            null,
            Comparison.GREATER_THAN,
            5,
            60,
            2,
            2,
            MissingData.NOT_BREACHING,
            List.of("arn:aws:sns:us-east-1:123456789012:pager"),
            TAGS);

    alarms.put(spec);

    assertThat(alarms.find(List.of("fraud-5xx", "nowhere"))).containsOnlyKeys("fraud-5xx");
    assertThat(alarms.find(List.of("fraud-5xx")).get("fraud-5xx"))
        .satisfies(alarm -> {
          assertThat(alarm.spec()).isEqualTo(without(spec));
          assertThat(alarms.tags(alarm.arn())).isEqualTo(TAGS);
        });
    alarms.delete(List.of("fraud-5xx"));
    assertThat(alarms.find(List.of("fraud-5xx"))).isEmpty();
    alarms.delete(List.of("fraud-5xx"));
    alarms.delete(List.of());
    assertThat(alarms.find(List.of())).isEmpty();
  }

  @Test
  void anAlarmOnAnExpressionReadsBackAsItWasPut() {
    Alarms alarms = aws().cloud().alarms();
    AlarmSpec spec =
        new AlarmSpec(
            "fraud-rate",
            "share of errors",
            List.of(
                metric("errors", "Invocation5XXErrors", "Sum"),
                metric("calls", "Invocations", "Sum")),
            "IF(errors >= 3, errors / calls, 0)",
            Comparison.GREATER_THAN_OR_EQUAL,
            0.02,
            60,
            3,
            2,
            MissingData.MISSING,
            List.of(),
            Map.of());

    alarms.put(spec);

    assertThat(alarms.find(List.of("fraud-rate")).get("fraud-rate"))
        .satisfies(alarm -> assertThat(alarm.spec()).isEqualTo(spec));
    alarms.delete(List.of("fraud-rate"));
  }

  @Test
  void anAlarmOnAPercentileReadsBackAsItWasPut() {
    Alarms alarms = aws().cloud().alarms();
    AlarmSpec spec =
        new AlarmSpec(
            "fraud-latency",
            "",
            List.of(metric(Alarms.ONLY_METRIC, "ModelLatency", "p99")),
            null,
            Comparison.LESS_THAN,
            1000,
            60,
            3,
            1,
            MissingData.BREACHING,
            List.of(),
            Map.of());

    alarms.put(spec);

    assertThat(alarms.find(List.of("fraud-latency")).get("fraud-latency"))
        .satisfies(alarm -> {
          assertThat(alarm.spec()).isEqualTo(spec);
          assertThat(alarm.state()).isIn((Object[]) AlarmState.values());
        });
    alarms.delete(List.of("fraud-latency"));
  }

  @Test
  void aVariantIsScaledWithinItsBounds() {
    makeConfig("scales-c1");
    aws().cloud().sageMaker().createEndpoint("scales", "scales-c1", Map.of());
    untilInService("scales");
    Autoscaling autoscaling = aws().cloud().autoscaling();
    Variant variant = new Variant("scales", "AllTraffic");
    TrackingPolicy policy =
        new TrackingPolicy("invocations", Metric.INVOCATIONS_PER_INSTANCE, 500, 300, 60);
    assertThat(autoscaling.findTarget(variant)).isEmpty();

    autoscaling.register(variant, 2, 4, false, TAGS);
    autoscaling.register(variant, 2, 6, false, TAGS);
    autoscaling.putPolicy(variant, policy);

    assertThat(autoscaling.findTarget(variant))
        .hasValueSatisfying(target -> {
          assertThat(target.minimum()).isEqualTo(2);
          assertThat(target.maximum()).isEqualTo(6);
          assertThat(target.arn()).isNotEmpty();
        });
    assertThat(autoscaling.policies(variant).tracking()).containsExactly(policy);
    autoscaling.deletePolicy(variant, "invocations");
    assertThat(autoscaling.policies(variant).tracking()).isEmpty();
    autoscaling.deregister(variant);
    assertThat(autoscaling.findTarget(variant)).isEmpty();
    assertThatThrownBy(() -> autoscaling.deregister(variant))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  /** Makes a model and a configuration of two instances with it. */
  void makeConfig(String name) {
    SageMaker sageMaker = aws().cloud().sageMaker();
    sageMaker.createModel(
        new ModelSpec(
            name + "-m",
            IMAGE,
            "s3://models/v1/model.tar.gz",
            executionRole(),
            Map.of(),
            Map.of()));
    sageMaker.createEndpointConfig(
        new EndpointConfigSpec(
            name,
            List.of(
                new ProductionVariant(
                    "AllTraffic", name + "-m", 0.1, new VariantHost.Instances("ml.m5.large", 2))),
            Map.of()));
  }

  static MetricQuery metric(String id, String name, String statistic) {
    return new MetricQuery(
        id,
        "AWS/SageMaker",
        name,
        Map.of("EndpointName", "fraud", "VariantName", "AllTraffic"),
        statistic,
        60);
  }

  private static AlarmSpec without(AlarmSpec spec) {
    return new AlarmSpec(
        spec.name(),
        spec.description(),
        spec.metrics(),
        spec.expression(),
        spec.comparison(),
        spec.threshold(),
        spec.periodSeconds(),
        spec.evaluationPeriods(),
        spec.datapointsToAlarm(),
        spec.missingData(),
        spec.actions(),
        Map.of());
  }
}
