package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.serving.ModelArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeInferenceRecommendationsJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceRecommendation;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;

/** The Inference Recommender's jobs, tick by tick. */
class RecommenderTests {

  private static final String ROLE = "arn:aws:iam::123456789012:role/execution";
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  @Test
  void aDefaultJobIsPendingThenWorksThenCompletesWithTheCheapestFirst() {
    try (Simulator simulator = simulator(SageMakerOptions.usual(), 15)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      create(aws, "job", r -> {});

      assertThat(describe(aws).statusAsString()).isEqualTo("PENDING");
      advance(simulator, 119);
      assertThat(describe(aws).statusAsString()).isEqualTo("PENDING");
      advance(simulator, 1);
      assertThat(describe(aws).statusAsString()).isEqualTo("IN_PROGRESS");
      assertThat(describe(aws).lastModifiedTime()).isEqualTo(START.plusSeconds(120));
      advance(simulator, 2399);
      assertThat(describe(aws).completionTime()).isNull();
      advance(simulator, 1);

      DescribeInferenceRecommendationsJobResponse done = describe(aws);
      assertThat(done.statusAsString()).isEqualTo("COMPLETED");
      assertThat(done.completionTime()).isEqualTo(START.plusSeconds(2520));
      assertThat(done.inferenceRecommendations())
          .extracting(InferenceRecommendation::metrics)
          .extracting("costPerInference", Float.class)
          .isSorted();
      // 5 ms of computing and 15 of the model's, half as long again under load; 2 processors, of
      // which 70 % are busy.
      InferenceRecommendation cheapest = done.inferenceRecommendations().getFirst();
      assertThat(cheapest.endpointConfiguration().instanceTypeAsString()).isEqualTo("ml.c5.large");
      assertThat(cheapest.metrics().modelLatency()).isEqualTo(30);
      assertThat(cheapest.metrics().maxInvocations()).isEqualTo(4200);
      assertThat(cheapest.metrics().costPerHour()).isEqualTo(0.102f);
    }
  }

  @Test
  void aModelThatDoesNotServeFailsTheJobWithAwssReason() {
    try (Simulator simulator = simulator(SageMakerOptions.usual(), 0)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      SimulatorClients.s3(simulator.uri()).deleteObject(r -> r.bucket("models").key("m.tar.gz"));
      create(aws, "job", r -> {});
      advance(simulator, 360);

      assertThat(describe(aws).statusAsString()).isEqualTo("FAILED");
      assertThat(describe(aws).failureReason())
          .isEqualTo("Could not find model data at s3://models/m.tar.gz.");
    }
  }

  @Test
  void anAdvancedJobTakesItsTrafficAndStopsWhereItIsTold() {
    try (Simulator simulator = simulator(SageMakerOptions.usual(), 0)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      create(
          aws,
          "job",
          r ->
              r.jobType("Advanced")
                  .inputConfig(input ->
                      input
                          .modelName("m")
                          .trafficPattern(t ->
                              t.trafficType("PHASES")
                                  .phases(p ->
                                      p.initialNumberOfUsers(1)
                                          .spawnRate(1)
                                          .durationInSeconds(600)))
                          .endpointConfigurations(
                              c -> c.instanceType(ProductionVariantInstanceType.ML_M5_LARGE)))
                  .stoppingConditions(s -> s.maxInvocations(100)));
      advance(simulator, 120 + 600 + 240 - 1);
      assertThat(describe(aws).statusAsString()).isEqualTo("IN_PROGRESS");
      advance(simulator, 1);

      assertThat(describe(aws).inferenceRecommendations().getFirst().metrics().maxInvocations())
          .isEqualTo(100);
      assertThatThrownBy(() -> aws.stopInferenceRecommendationsJob(r -> r.jobName("job")))
          .hasMessageContaining("is in COMPLETED status");
    }
  }

  @Test
  void aJobThatIsRefusedForATagKeyGivenTwiceIsNotMade() {
    try (Simulator simulator = simulator(SageMakerOptions.usual(), 0)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      assertThatThrownBy(() ->
              create(
                  aws,
                  "job",
                  r -> r.tags(t -> t.key("team").value("a"), t -> t.key("team").value("b"))))
          .hasMessageContaining("The tag key team is given twice.");
      assertThatThrownBy(() -> describe(aws)).hasMessageContaining("Could not find");
    }
  }

  @Test
  void whatOnlyTheReferencesProseForbidsIsRefusedToo() {
    try (Simulator simulator = simulator(SageMakerOptions.usual(), 0)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());

      assertThatThrownBy(() ->
              create(
                  aws, "j", r -> r.inputConfig(i -> i.modelName("m").jobDurationInSeconds(18_001))))
          .hasMessageContaining("less than or equal to 18000");
      assertThatThrownBy(() -> create(aws, "j", r -> r.jobType("Advanced")))
          .hasMessageContaining("exactly one of EndpointConfigurations and Endpoints");
      assertThatThrownBy(() -> create(aws, "j", r -> r.inputConfig(i -> i.modelName("missing"))))
          .hasMessageContaining("Could not find model");
    }
  }

  @Test
  void aStoppedJobSurvivesARestart(@TempDir Path directory) {
    SimulatorOptions options =
        SimulatorOptions.builder().manualClock(true).start(START).directory(directory).build();
    try (Simulator simulator = Simulator.start(options)) {
      prepare(simulator, 0);
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      create(aws, "job", r -> {});
      advance(simulator, 200);
      aws.stopInferenceRecommendationsJob(r -> r.jobName("job"));
      assertThat(describe(aws).statusAsString()).isEqualTo("STOPPING");
    }
    try (Simulator again = Simulator.start(options)) {
      advance(again, 30);

      assertThat(describe(client(SageMakerClient.builder(), again.uri())).statusAsString())
          .isEqualTo("STOPPED");
    }
  }

  @Test
  void latencyIsInMillisecondsOrMicroseconds() {
    SageMakerOptions micros =
        SageMakerOptions.usual().with(Undocumented.RECOMMENDED_LATENCY_IN_MICROSECONDS);
    try (Simulator simulator = simulator(micros, 15)) {
      SageMakerClient aws = client(SageMakerClient.builder(), simulator.uri());
      create(aws, "job", r -> {});
      advance(simulator, 3600);

      assertThat(describe(aws).inferenceRecommendations().getFirst().metrics().modelLatency())
          .isEqualTo(30_000);
    }
  }

  private static Simulator simulator(SageMakerOptions options, int latency) {
    Simulator simulator =
        Simulator.start(
            SimulatorOptions.builder().manualClock(true).start(START).sageMaker(options).build());
    prepare(simulator, latency);
    return simulator;
  }

  private static void prepare(Simulator simulator, int latency) {
    S3Client s3 = SimulatorClients.s3(simulator.uri());
    s3.createBucket(r -> r.bucket("models"));
    s3.putObject(
        r -> r.bucket("models").key("m.tar.gz"),
        RequestBody.fromBytes(
            ModelArchive.pack(
                "{\"kind\":\"logistic_regression\",\"weights\":[1.0],\"faults\":{\"latency_ms\":"
                    + latency
                    + "}}")));
    client(SageMakerClient.builder(), simulator.uri())
        .createModel(r ->
            r.modelName("m")
                .primaryContainer(c ->
                    c.image("123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.0")
                        .modelDataUrl("s3://models/m.tar.gz")));
  }

  private static void create(
      SageMakerClient aws,
      String name,
      Consumer<CreateInferenceRecommendationsJobRequest.Builder> more) {
    var _ =
        aws.createInferenceRecommendationsJob(r -> {
          r.jobName(name)
              .jobType("Default")
              .roleArn(ROLE)
              .inputConfig(input -> input.modelName("m"));
          more.accept(r);
        });
  }

  private static DescribeInferenceRecommendationsJobResponse describe(SageMakerClient aws) {
    return aws.describeInferenceRecommendationsJob(r -> r.jobName("job"));
  }

  private static void advance(Simulator simulator, long seconds) {
    simulator.clock().advance(Duration.ofSeconds(seconds));
  }
}
