package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.SomeReleases;
import dev.slipway.environment.Hosting;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long SageMaker is waited for before a person is asked. */
class AwaitStepTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the article's limit of 1800 s, and 45 minutes for the fleet
          1 | 4500  | {}
          1 | 4500  | {'model_data_download_timeout_seconds': 900, 'container_startup_timeout_seconds': 600}
          # what the container is allowed, where that is longer
          1 | 5400  | {'container_startup_timeout_seconds': 3600}
          1 | 9000  | {'model_data_download_timeout_seconds': 3600, 'container_startup_timeout_seconds': 3600}
          # once for each batch
          4 | 12600 | {}
          2 | 9000  | {'container_startup_timeout_seconds': 3600}
          """)
  void theDeadlineIsThePolicysAndWhatTheContainersAreAllowedForEachBatch(
      int batches, long seconds, String patch) {
    Hosting hosting = SomeReleases.but("{'hosting': " + patch + "}").hosting();
    assertThat(AwaitStep.deadline(SomeReleases.ARTICLE_CANARY, hosting, batches))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}
