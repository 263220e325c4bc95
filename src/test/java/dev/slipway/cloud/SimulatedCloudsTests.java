package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.Roles.RoleSpec;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedCloudsTests {

  private static final CloudLocation OTHER =
      new CloudLocation(
          "210987654321",
          "eu-west-1",
          "arn:aws:iam::210987654321:role/slipway-deployer",
          "external-7");
  private static final CloudLocation WRONG_ID =
      new CloudLocation(OTHER.accountId(), OTHER.region(), OTHER.roleArn(), "external-8");
  private static final CloudLocation ITSELF =
      new CloudLocation(OTHER.accountId(), OTHER.region(), null, null);

  private final Instant start = Instant.parse("2024-05-01T00:00:00Z");
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().manualClock(true).start(start).build());
  private final SimulatedCloudClock clock =
      new SimulatedCloudClock(simulator.uri(), WallClock.system());
  private final AnyAws aws = new AnyAws(simulator.uri(), clock);

  @AfterEach
  void stop() {
    aws.close();
    clock.close();
    simulator.close();
  }

  @Test
  void theClockIsTheSimulators() {
    assertThat(clock.now()).isEqualTo(start);

    simulator.clock().advance(Duration.ofHours(2));

    await().until(() -> clock.now().equals(start.plus(Duration.ofHours(2))));
  }

  @Test
  void aRoleIsAssumedInItsOwnAccountAndOnlyOnce() {
    aws.clouds()
        .at(ITSELF)
        .roles()
        .create(
            new RoleSpec(
                "slipway-deployer",
                "/",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole",
                 "Condition":{"StringEquals":{"sts:ExternalId":"external-7"}}}]}\
                """,
                null,
                Map.of()));
    aws.clouds()
        .at(ITSELF)
        .roles()
        .putInlinePolicy(
            "slipway-deployer",
            "read-roles",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Action":"iam:GetRole","Resource":"*"}]}\
            """);
    CallLog log = new CallLog();

    Identity.Caller caller =
        log.during(() -> {
          aws.clouds().at(OTHER).roles().find("slipway-deployer");
          return aws.clouds().at(OTHER).identity().caller();
        });

    assertThat(caller.accountId()).isEqualTo("210987654321");
    assertThat(caller.arn()).contains("assumed-role/slipway-deployer/tests");
    assertThat(log.calls())
        .extracting(CallLog.Call::operation)
        .containsExactly("AssumeRole", "GetRole", "GetCallerIdentity");
    assertThat(log.calls()).allSatisfy(call -> assertThat(call.requestId()).isNotEmpty());

    assertThatThrownBy(() -> aws.clouds().at(WRONG_ID).identity().caller())
        .isInstanceOfSatisfying(
            CloudFailure.class,
            it -> {
              assertThat(it.kind()).isEqualTo(Kind.DENIED);
              assertThat(it.operation()).isEqualTo("AssumeRole");
            });
  }
}
