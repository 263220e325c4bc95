package dev.slipway.loadtest;

import static dev.slipway.loadtest.MeasurementStage.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What ends a load test before it has found anything: a person, a deployment, an alarm. */
@Conforming
final class EndedLoadTestTests extends LoadTestStage {

  @Test
  void somebodyMayEndIt() {
    String id = stage.begun(LONG);
    long before = invocations();
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    // Two at once: before the third is sent, an answer to one of them was counted.
    Awaitility.await().until(() -> invocations() >= before + 3);

    Answer canceled = stage.post("/" + id + "/cancel", "{\"reason\": \"enough\"}");

    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    worker.join();
    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("CANCELED");
    assertThat(done.at("/reason")).isEqualTo("enough");
    assertThat(done.json().at("/steps/0/requests").asInt()).isPositive();
    assertThat(stage.post("/" + id + "/cancel", "{\"reason\": \"again\"}").status()).isEqualTo(409);
  }

  @Test
  void aDeploymentEndsIt() {
    rehearsal.environment("moved");
    rehearsal.untilEnd(rehearsal.promote("busy", "moved"));
    String tests = stage.at("moved-fraud-detector");
    Answer asked = rehearsal.api().post(tests, body("moved-fraud-detector", LONG));
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(asked.at("/id"));

    rehearsal.promote("v2", "moved");

    worker.join();
    Answer done = rehearsal.api().get(tests + "/" + asked.at("/id"));
    assertThat(done.at("/state")).isEqualTo("STOPPED");
    assertThat(done.at("/reason_code")).isEqualTo("DEPLOYMENT");
    assertThat(rehearsal.api().post(tests, body("moved-fraud-detector", LONG)).at("/code"))
        .isEqualTo("deployment-active");
  }

  @Test
  void anAlarmThatFiresEndsItBeforeTheNextStep() {
    rehearsal.environment("alarmed");
    rehearsal.untilEnd(rehearsal.promote("busy", "alarmed"));
    String tests = stage.at("alarmed-fraud-detector");
    String alarm = planned(tests).json().at("/alarms/0").asString();
    Answer asked = rehearsal.api().post(tests, body("alarmed-fraud-detector", LONG));
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    rehearsal.fire(alarm);

    runDue();

    Answer done = rehearsal.api().get(tests + "/" + asked.at("/id"));
    assertThat(done.at("/state")).isEqualTo("STOPPED");
    assertThat(done.at("/reason_code")).isEqualTo("ALARM");
    assertThat(done.json().at("/steps").size()).isZero();
    assertThat(rehearsal.api().post(tests, body("alarmed-fraud-detector", LONG)).at("/code"))
        .isEqualTo("endpoint-in-alarm");
  }
}
