package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit that a rolled back deployment means, where somebody wanted it undone besides. */
final class EndOfDeploymentTests {

  @ParameterizedTest
  @CsvSource({
    "aborted-by-hand, PERSON, CANCELED",
    "superseded, SUPERSEDED, CANCELED",
    "rollback-alarm-fired, PERSON, ROLLED_BACK",
    "rollback-alarm-fired, SUPERSEDED, ROLLED_BACK",
    "failed-by-the-judge, JUDGE, ROLLED_BACK"
  })
  void whatAnAlarmTookBackIsNotCalledOffWhateverWasDecidedBesides(
      String reason, String cause, Exit exit) {
    String document =
        """
        {"state": "ROLLED_BACK", "reason_code": "%s",
         "abort": {"cause": "%s", "reason": "wrong", "by": "user:ada"}}
        """;
    Deployment ended = Json.mapper().readValue(document.formatted(reason, cause), Deployment.class);
    assertThat(ended.end()).isEqualTo(exit);
  }
}
