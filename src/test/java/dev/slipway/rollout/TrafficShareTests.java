package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import dev.slipway.endpoint.SomeEndpoints;
import dev.slipway.rollout.TrafficShare.Known;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the traffic is shared, as it is read out of what SageMaker shows. */
class TrafficShareTests {

  private static final Known NONE = new Known(0, false, false);
  private static final Known HALF = new Known(50, false, false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Baking            | Baking for 300 seconds with traffic enabled on canary capacity of 1 instance(s). | 2   | 50
          Baking            | Baking for 300 seconds with traffic enabled on canary capacity of 1 instance(s). | 3   | 33
          Baking            | Baking for 120 seconds with traffic enabled on full capacity of 4 instance(s).   | 4   | 100
          ActivatingTraffic | Activating traffic on canary capacity of 2 instance(s).                          | 4   | 50
          ActivatingTraffic | Activating traffic on canary capacity of 399 instance(s).                        | 400 | 99
          ActivatingTraffic | Activating traffic on canary capacity of 1 instance(s).                          | 400 | 1
          ActivatingTraffic | Activating traffic on full capacity of 4 instance(s).                            | 4   | 100
          """)
  void itIsTheInstancesThatAMessageNamesOfAll(String status, String message, int all, int percent) {
    LiveVariant coming = variant(all, all, new VariantProgress(status, message, null));
    assertThat(of(EndpointStatus.UPDATING, SomeEndpoints.variant(4), coming, NONE))
        .isEqualTo(new TrafficShare(percent, true));
  }

  @Test
  void itIsNotKnownWhereAMessageNamesNone() {
    LiveVariant coming = variant(2, 2, new VariantProgress("Baking", null, null));
    assertThat(of(EndpointStatus.UPDATING, SomeEndpoints.variant(2), coming, HALF))
        .isEqualTo(new TrafficShare(null, true));
  }

  @Test
  void itStaysWhileNothingTellsOfIt() {
    LiveVariant launching = variant(2, 4, new VariantProgress("Creating", "Launching 2.", null));
    for (Known known : new Known[] {NONE, HALF, new Known(null, false, false)}) {
      for (LiveVariant coming : new LiveVariant[] {launching, variant(4, 4)}) {
        assertThat(of(EndpointStatus.UPDATING, SomeEndpoints.variant(4), coming, known))
            .isEqualTo(new TrafficShare(known.last(), false));
      }
    }
  }

  @Test
  void whatIsTakenDownHasNoTrafficThoughNobodyLookedWhileItMoved() {
    LiveVariant old = variant(4, 4, ending());
    assertThat(of(EndpointStatus.UPDATING, old, variant(4, 4), NONE).percent()).isEqualTo(100);
    assertThat(of(EndpointStatus.UPDATING, old, variant(2, 4), NONE).percent())
        .as("a batch")
        .isEqualTo(50);
    assertThat(of(EndpointStatus.UPDATING, old, variant(null, 4), HALF).percent()).isEqualTo(50);
    assertThat(of(EndpointStatus.UPDATING, old, variant(4, 4), new Known(50, true, false)))
        .as("an alarm that SageMaker did not act on")
        .isEqualTo(new TrafficShare(100, false));
  }

  @Test
  void anUpdateThatGoesBackHasNoneButInBatchesNobodyKnows() {
    LiveVariant old = SomeEndpoints.variant(4);
    Stream.of(
            of(EndpointStatus.UPDATING, old, variant(0, 4, ending()), HALF),
            of(EndpointStatus.ROLLING_BACK, old, variant(4, 4), HALF),
            of(EndpointStatus.UPDATING, old, variant(4, 4), new Known(50, true, false)),
            of(EndpointStatus.UPDATING, old, variant(0, 4, ending()), new Known(0, false, true)))
        .forEach(share -> assertThat(share).isEqualTo(new TrafficShare(0, false)));
    for (@Nullable Integer last : new Integer[] {50, null}) {
      Known batches = new Known(last, false, true);
      assertThat(of(EndpointStatus.UPDATING, old, variant(0, 4, ending()), batches).percent())
          .isNull();
    }
  }

  private static VariantProgress ending() {
    return new VariantProgress("Deleting", "Terminating 4 instance(s).", null);
  }

  private static LiveVariant variant(
      @Nullable Integer now, @Nullable Integer all, VariantProgress... lines) {
    return new LiveVariant("AllTraffic", now, all, 1.0, List.of(), List.of(lines));
  }

  private static TrafficShare of(
      EndpointStatus status, LiveVariant old, LiveVariant coming, Known known) {
    LiveEndpoint live = SomeEndpoints.live(status, status.name(), old);
    return TrafficShare.of(live, new Pending("next", Instant.EPOCH, List.of(coming)), known);
  }
}
