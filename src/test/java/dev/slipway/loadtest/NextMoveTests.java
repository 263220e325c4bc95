package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Recommender.Job;
import dev.slipway.cloud.Recommender.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a tick does with a Recommender job, by what SageMaker says of it. */
class NextMoveTests {

  @Test
  void whatSageMakerDoesNotKnowIsStartedOnlyBeforeItWasKnown() {
    assertThat(NextMove.of(RecommenderState.QUEUED, null)).isEqualTo(new NextMove.Start());
    assertThat(NextMove.of(RecommenderState.RUNNING, null))
        .isEqualTo(
            new NextMove.End(RecommenderState.FAILED, "SageMaker has no such job any more."));
    assertThat(NextMove.of(RecommenderState.STOPPING, null))
        .isEqualTo(new NextMove.End(RecommenderState.CANCELED, null));
  }

  @Test
  void whatWorksIsStoppedOnlyWhenSomebodyWantsIt() {
    assertThat(NextMove.of(RecommenderState.QUEUED, seen(Status.WORKING)))
        .isEqualTo(new NextMove.Wait(RecommenderState.RUNNING));
    assertThat(NextMove.of(RecommenderState.STOPPING, seen(Status.WORKING)))
        .isEqualTo(new NextMove.Stop());
    assertThat(NextMove.of(RecommenderState.STOPPING, seen(Status.STOPPING)))
        .isEqualTo(new NextMove.Wait(RecommenderState.STOPPING));
    assertThat(NextMove.of(RecommenderState.RUNNING, seen(Status.UNKNOWN)))
        .isEqualTo(new NextMove.Wait(RecommenderState.RUNNING));
  }

  @Test
  void whatEndedInTimeIsNotCanceled() {
    assertThat(NextMove.of(RecommenderState.STOPPING, seen(Status.COMPLETED)))
        .isEqualTo(new NextMove.End(RecommenderState.COMPLETED, null));
    assertThat(NextMove.of(RecommenderState.STOPPING, seen(Status.STOPPED)))
        .isEqualTo(new NextMove.End(RecommenderState.CANCELED, null));
    assertThat(NextMove.of(RecommenderState.RUNNING, seen(Status.STOPPED)))
        .isEqualTo(new NextMove.End(RecommenderState.STOPPED, "Somebody stopped it in AWS."));
    assertThat(NextMove.of(RecommenderState.RUNNING, seen(Status.FAILED)))
        .isEqualTo(
            new NextMove.End(RecommenderState.FAILED, "SageMaker does not say why it failed."));
  }

  private static Job seen(Status status) {
    return seen(status, null);
  }

  private static Job seen(Status status, @Nullable String failure) {
    return new Job("job", "arn", status, failure, List.of());
  }
}
