package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many instances an update brings up: what autoscaling has made of the fleet is kept. */
class CapacityTests {

  private static final ReleaseSpec SCALED = SomeReleases.article("v1");
  private static final ReleaseSpec UNSCALED = SomeReleases.but("{'autoscaling': null}");
  private static final ReleaseSpec SERVERLESS =
      SomeReleases.but(
          "{'hosting': {'instance_type': null, 'instance_count': null, 'serverless':"
              + " {'memory_mb': 2048, 'max_concurrency': 20}}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the new release asks for     | live | instances | kept
          {}                             | 7    | 7         | true
          {}                             | 2    | 2         | true
          # somebody has shrunk it below the least
          {}                             | 1    | 2         | false
          {'autoscaling': {'min_instances': 1}}  | 1  | 1  | true
          {'autoscaling': {'scheduled_actions': [{'name': 'night', 'schedule': 'x', 'min_instances': 1}]}} | 1 | 1 | true
          {'autoscaling': {'scheduled_actions': [{'name': 'day', 'schedule': 'x', 'min_instances': 4}]}} | 1 | 2 | false
          {'hosting': {'instance_count': 9}}     | 7  | 9  | false
          {'hosting': {'instance_count': 9}}     | 10 | 10 | true
          {'hosting': {'instance_type': 'ml.m5.large'}} | 7 | 7 | true
          {'autoscaling': {'max_instances': 4}}  | 7  | 4  | false
          {'autoscaling': null}          | 7    | 2         | false
          # also where a scheduled action has let it grow beyond the most of other times
          {'autoscaling': {'max_instances': 6, 'scheduled_actions': [{'name': 'sale', 'schedule': 'x', 'max_instances': 12}]}} | 10 | 10 | true
          {'autoscaling': {'max_instances': 6, 'scheduled_actions': [{'name': 'sale', 'schedule': 'x', 'max_instances': 12}]}} | 14 | 12 | false
          {'autoscaling': {'scheduled_actions': [{'name': 'night', 'schedule': 'x', 'max_instances': 3}]}} | 7 | 7 | true
          {'autoscaling': {'scheduled_actions': [{'name': 'day', 'schedule': 'x', 'min_instances': 4}]}} | 11 | 10 | false
          """)
  void theLiveCountIsKeptWithinTheReleasesBounds(
      String asked, int live, int instances, boolean kept) {
    assertThat(Capacity.of(SCALED, SomeReleases.but(asked), live))
        .isEqualTo(new Capacity(instances, kept));
  }

  @Test
  void whereThereIsNothingToKeepTheReleaseDecides() {
    Capacity asked = new Capacity(2, false);
    assertThat(Capacity.of(null, SCALED, 7)).isEqualTo(asked);
    assertThat(Capacity.of(UNSCALED, SCALED, 7)).isEqualTo(asked);
    assertThat(Capacity.of(SERVERLESS, SCALED, 7)).isEqualTo(asked);
    assertThat(Capacity.of(SCALED, SCALED, null)).isEqualTo(asked);
    assertThat(Capacity.of(SCALED, SERVERLESS, 7)).isEqualTo(new Capacity(0, false));
  }

  @Test
  void aWayBackKeepsAlsoWhatNothingHasScaled() {
    assertThat(back(UNSCALED, SCALED, 7)).isEqualTo(kept(7));
    assertThat(back(UNSCALED, SCALED, 14)).as("autoscaling bounds it").isEqualTo(kept(14));
    assertThat(back(UNSCALED, SCALED, 1)).as("asked").isEqualTo(new Capacity(2, false));
    assertThat(back(SCALED, SCALED, 1)).as("below the least").isEqualTo(kept(1));
    assertThat(back(SCALED, UNSCALED, 7)).isEqualTo(new Capacity(2, false));
    assertThat(back(SERVERLESS, SCALED, 7)).isEqualTo(new Capacity(2, false));
    assertThat(Capacity.recounted(UNSCALED, SCALED, new Capacity(2, false), true)).isTrue();
    assertThat(Capacity.recounted(SCALED, UNSCALED, new Capacity(2, false), true)).isFalse();
  }

  @Test
  void whereTheQuotaHasNoRoomAWayBackGivesUpOnlyWhatNothingHasScaled() {
    Capacity asked = new Capacity(2, false);
    assertThat(Capacity.rather(UNSCALED, SCALED, kept(7), true)).contains(asked);
    assertThat(Capacity.rather(UNSCALED, SCALED, kept(14), true)).contains(asked);
    assertThat(Capacity.rather(UNSCALED, SCALED, kept(2), true)).as("no fewer").isEmpty();
    assertThat(Capacity.rather(SCALED, SCALED, kept(7), true)).as("traffic needs them").isEmpty();
    assertThat(Capacity.rather(SCALED, SCALED, kept(7), false)).as("on no record").contains(asked);
    assertThat(Capacity.rather(UNSCALED, SCALED, new Capacity(10, false), true)).isEmpty();
    assertThat(Capacity.rather(null, SCALED, asked, true)).isEmpty();
  }

  @Test
  void aCountThatWasWrittenForAnotherFleetIsTakenOnlyWhereItIsEnough() {
    Capacity most = new Capacity(6, false);
    assertThat(most.written(6, 8)).isEqualTo(most);
    assertThat(most.written(2, 8)).as("too small: what serves stays").isEqualTo(kept(8));
    assertThat(most.written(5, 8)).isEqualTo(kept(8));
    assertThat(new Capacity(5, false).written(9, 3))
        .as("traffic needed more a moment ago")
        .isEqualTo(new Capacity(9, false));
  }

  @Test
  void onlyAnAutoscaledFleetWhoseCountIsNotKeptIsRecounted() {
    assertThat(recounted(SCALED, SCALED, false)).isTrue();
    assertThat(recounted(SCALED, SCALED, true)).isFalse();
    assertThat(recounted(null, SCALED, false)).isFalse();
    assertThat(recounted(UNSCALED, SCALED, false)).isFalse();
    assertThat(recounted(SCALED, UNSCALED, false)).isFalse();
    assertThat(recounted(SERVERLESS, SCALED, false)).isFalse();
    assertThat(recounted(SCALED, SERVERLESS, false)).isFalse();
  }

  private static Capacity back(ReleaseSpec serving, ReleaseSpec restored, int live) {
    return Capacity.of(serving, restored, live, true);
  }

  private static Capacity kept(int instances) {
    return new Capacity(instances, true);
  }

  private static boolean recounted(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, boolean kept) {
    return Capacity.recounted(serving, wanted, new Capacity(2, kept), false);
  }
}
