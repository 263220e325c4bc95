package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** An endpoint that is in service and looked at; each test has one of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DriftStage {

  private static final AtomicInteger ENVIRONMENTS = new AtomicInteger();

  @AutoClose final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
  String environment = "";
  String endpoint = "";

  @BeforeEach
  void anEndpointInAnEnvironmentOfItsOwn() {
    environment = "drift" + ENVIRONMENTS.incrementAndGet();
    endpoint = environment + "-fraud-detector";
    rehearsal.environment(environment);
    assertThat(live("v1").at("/state")).isEqualTo("SUCCEEDED");
    look();
  }

  /** Lets the time between two looks pass, and looks. */
  void look() {
    rehearsal.advance(Duration.ofMinutes(7));
    rehearsal.lookForDrift();
  }

  Answer drift() {
    return rehearsal.api().get("/v1/endpoints/" + endpoint + "/drift");
  }

  String state() {
    return drift().at("/state");
  }

  List<String> fields() {
    return drift().json().path("differences").values().stream()
        .map(one -> one.path("field").asString(""))
        .toList();
  }

  int facts(String type) {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject=" + endpoint + "&type=" + type)
        .json()
        .path("items")
        .size();
  }

  Answer live(String version) {
    return rehearsal.untilEnd(rehearsal.promote(version, environment));
  }
}
