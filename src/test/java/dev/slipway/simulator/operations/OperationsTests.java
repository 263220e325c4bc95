package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorClients;
import dev.slipway.simulator.SimulatorOptions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * Every operation that is served, called by AWS SDK for Java v2: once as it should be, once so that
 * AWS refuses it.
 */
class OperationsTests {

  private static Simulator simulator;
  private static Clients aws;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorOptions.builder().manualClock(true).build());
    aws =
        Clients.of(simulator, SimulatorClients.client(CloudWatchClient.builder(), simulator.uri()));
    aws.begin();
  }

  @AfterAll
  static void stop() {
    aws.close();
    simulator.close();
  }

  static List<OperationCase> cases() {
    return Stream.of(
            SageMakerOperations.all(),
            RuntimeOperations.all(),
            ScalingOperations.all(),
            CloudWatchOperations.all(),
            IdentityOperations.all(),
            SnsOperations.all(),
            S3Operations.all(),
            EcrOperations.all(),
            LogsOperations.all(),
            QuotasOperations.all())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void everyServedOperationHasBothCases() {
    assertThat(cases())
        .extracting(OperationCase::operation)
        .containsExactlyInAnyOrderElementsOf(simulator.operations());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOperationWorks(OperationCase operation) {
    operation.success().accept(aws);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOperationRefusesInAwssWords(OperationCase operation) {
    assertRefused(operation, aws);
  }

  static void assertRefused(OperationCase operation, Clients clients) {
    assertThatThrownBy(() -> operation.error().accept(clients))
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo(operation.code());
          assertThat(String.valueOf(e.awsErrorDetails().errorMessage())).contains(operation.text());
          assertThat(e.statusCode()).isBetween(400, 499);
        });
  }
}
