package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.CloudClock;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tick that comes to nothing by Slipway's own fault is tried some times; then a person hears. */
@Conforming
class OwnFaultTests extends ProdStage {

  @Test
  void aStepThatFailsIsTriedSomeTimesAndThenSaysSo() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "ENDPOINT_CONFIG");
    String known = forgetTheModel(first);
    for (int failed = 0; failed < 4; failed++) {
      rehearsal.scheduler().tickAgain(first);
      assertTriedAgain(first, "PREPARING");
    }

    rehearsal.scheduler().tickAgain(first);

    Answer stuck = rehearsal.deployment(first);
    assertThat(stuck.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("own-fault");
    assertThat(stuck.at("/reason_page")).isEqualTo("/problems/own-fault");
    assertThat(rehearsal.api().get("/problems/own-fault").status()).isEqualTo(200);
    Answer told = rehearsal.api().get("/v1/audit-events?type=deployment.needs-attention");
    assertThat(told.at("/items/0/data/reason_page")).isEqualTo("/problems/own-fault");
    assertThat(stuck.at("/reason"))
        .contains("Slipway itself failed at the step ENDPOINT_CONFIG")
        .contains("NullPointerException", "The log of the process");
    remember(first, known);
    rehearsal.api().post("/v1/deployments/" + first + "/resume", reason("mended"));
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void onlyFaultsInARowCount() {
    UUID first = rehearsal.promote("v1");
    AtomicInteger looks = new AtomicInteger();
    RunTick engine =
        beginningWith(context -> {
          if (looks.incrementAndGet() % 5 != 0) throw new IllegalStateException("a defect");
          return new Outcome.Waiting(Duration.ofSeconds(5), "nothing", null);
        });
    for (int tick = 0; tick < 9; tick++) {
      engine.run(first, rehearsal.scheduler().waitingFor(first));
    }
    assertTriedAgain(first, "PREPARING");
    assertThat(looks).hasValue(9);
  }

  @Test
  void whatTheDatabaseRefusesIsAFaultOfSlipwaysToo() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "MODEL");
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    jdbc.sql(
            "alter table deployment add constraint refused"
                + " check ((memory #>> '{made,model_name}') is null) not valid")
        .update();
    for (int failed = 0; failed < 4; failed++) {
      rehearsal.scheduler().tickAgain(first);
      assertTriedAgain(first, "PREPARING");
    }
    rehearsal.scheduler().tickAgain(first);
    Answer stuck = rehearsal.deployment(first);
    assertThat(stuck.at("/reason_code")).as(stuck.http().body()).isEqualTo("own-fault");
    assertThat(stuck.at("/reason"))
        .contains("DataIntegrityViolationException")
        .doesNotContain("update deployment");
    jdbc.sql("alter table deployment drop constraint refused").update();
    rehearsal.api().post("/v1/deployments/" + first + "/resume", reason("mended"));
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAwaitedAndDoesNotCountAgainstTheStep() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "MODEL");
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    jdbc.sql("alter table aws_resource rename to aws_resource_away").update();
    for (int failed = 0; failed < 10; failed++) {
      assertThatThrownBy(() -> rehearsal.scheduler().tickAgain(first))
          .isInstanceOf(DataAccessException.class);
    }
    jdbc.sql("alter table aws_resource_away rename to aws_resource").update();
    rehearsal.scheduler().tickInto(first, "ENDPOINT_CONFIG");
    String known = forgetTheModel(first);
    rehearsal.scheduler().tickAgain(first);
    assertTriedAgain(first, "PREPARING");
    remember(first, known);
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
  }

  @ParameterizedTest
  @MethodSource("errorsOfAStep")
  void anErrorOfAStepIsAFaultOfSlipwaysToo(Supplier<Error> error) {
    UUID first = rehearsal.promote("v1");
    RunTick broken =
        beginningWith(context -> {
          throw error.get();
        });
    for (int failed = 0; failed < 4; failed++) {
      broken.run(first, rehearsal.scheduler().waitingFor(first));
      assertTriedAgain(first, "QUEUED");
    }
    broken.run(first, rehearsal.scheduler().waitingFor(first));
    Answer stuck = rehearsal.deployment(first);
    assertThat(stuck.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("own-fault");
    assertThat(stuck.at("/reason")).contains(error.get().getClass().getName());
  }

  static Stream<Supplier<Error>> errorsOfAStep() {
    return Stream.of(StackOverflowError::new, () -> new NoClassDefFoundError("dev/slipway/Gone"));
  }

  @Test
  void aMachineThatHasNoMemoryLeftSaysNothingOfTheDeployment() {
    UUID first = rehearsal.promote("v1");
    RunTick broken =
        beginningWith(context -> {
          throw new OutOfMemoryError();
        });
    for (int failed = 0; failed < 6; failed++) {
      assertThatThrownBy(() -> broken.run(first, rehearsal.scheduler().waitingFor(first)))
          .as("it is tried again, by another process where this one ends")
          .isInstanceOf(OutOfMemoryError.class);
    }
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
  }

  /** An engine with this as its first step. */
  private RunTick beginningWith(Function<StepContext, Outcome> advance) {
    ApiServer api = rehearsal.api();
    Step first =
        new Step() {
          @Override
          public StepName name() {
            return StepName.PREFLIGHT;
          }

          @Override
          public Outcome advance(StepContext context) {
            return advance.apply(context);
          }
        };
    return new RunTick(
        api.bean(Deployments.class),
        api.bean(StepContexts.class),
        new Steps(List.of(first)),
        api.bean(StoreRuling.class),
        api.bean(SettleAtOnce.class),
        api.bean(CloudClock.class));
  }

  private void assertTriedAgain(UUID deployment, String state) {
    Answer shown = rehearsal.deployment(deployment);
    assertThat(shown.at("/state")).as(shown.http().body()).isEqualTo(state);
    assertThat(shown.at("/waiting_for")).isEqualTo("another try, since Slipway itself failed");
  }

  /** By a fault of Slipway's its record of the model is lost; returns the record. */
  private String forgetTheModel(UUID deployment) {
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    String known =
        jdbc.sql("select memory #>> '{made,model_name}' from deployment where id = ?")
            .param(deployment)
            .query(String.class)
            .single();
    jdbc.sql("update deployment set memory = memory #- '{made,model_name}' where id = ?")
        .param(deployment)
        .update();
    return known;
  }

  private void remember(UUID deployment, String model) {
    rehearsal
        .api()
        .bean(JdbcClient.class)
        .sql(
            "update deployment set memory ="
                + " jsonb_set(memory, '{made,model_name}', to_jsonb(?::text)) where id = ?")
        .params(model, deployment)
        .update();
  }
}
