package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Deposits;
import dev.slipway.traffic.Captured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DepositCapturesTests {

  private static final CloudLocation GONE =
      new CloudLocation("123456789012", "eu-west-1", "arn:aws:iam::123456789012:role/gone", null);

  private final List<String> put = new ArrayList<>();
  private final List<String> refused = new ArrayList<>(List.of("s3://gone"));
  private final DepositCaptures captures = new DepositCaptures(this::as);

  private volatile Runnable before = () -> {};

  private Deposits as(CloudLocation location) {
    if (GONE.equals(location)) {
      throw new IllegalStateException("AccessDenied");
    }
    return this::put;
  }

  private void put(String uri, String type, byte[] bytes) {
    before.run();
    if (refused.stream().anyMatch(uri::startsWith)) {
      throw new IllegalStateException("NoSuchBucket");
    }
    put.add(uri);
  }

  @Test
  void anEndpointsCapturesAreOneObjectByDateAndHour() {
    keep("s3://there/a/", "prod-a", 10);
    keep("s3://there", "prod-b", 10);
    keep("s3://there", "prod-b", 10);
    captures.deposit();
    captures.deposit();
    assertThat(put)
        .hasSize(2)
        .first()
        .asString()
        .startsWith("s3://there/a/prod-a/2026-01-31/23/")
        .endsWith(".jsonl");
  }

  @Test
  void whatIsNotTakenIsHeldUpToABoundAndStopsNoOther() {
    int kept = 0;
    while (keep("s3://gone", "prod-a", 60_000)) {
      kept++;
      captures.deposit();
    }
    assertThat(kept).isBetween(60, 70);
    assertThat(keep("s3://there", "prod-b", 60_000)).isTrue();
    captures.deposit();
    assertThat(put).singleElement().asString().startsWith("s3://there/prod-b/");
    refused.clear();
    captures.deposit();
    assertThat(put).hasSize(1 + kept);
    assertThat(keep("s3://gone", "prod-a", 60_000)).isTrue();
  }

  @Test
  void aDefectThatOnePlaceMeetsIsToldWhenTheOthersHaveBeenPut() {
    var defect = new LinkageError("found in the middle");
    var meets = new AtomicBoolean(true);
    before =
        () -> {
          if (meets.getAndSet(false)) throw defect;
        };
    keep("s3://there", "prod-a", 10);
    keep("s3://there", "prod-b", 10);
    assertThatThrownBy(captures::deposit).isSameAs(defect);
    assertThat(put).singleElement().asString().contains("prod-b");
    captures.deposit();
    assertThat(put).hasSize(2).last().asString().contains("prod-a");
  }

  @Test
  void whatS3DoesNotTakeGivesWayToWhatItTakes() {
    int kept = 0;
    for (String endpoint : List.of("prod-a", "prod-b", "prod-c", "prod-d")) {
      int before = kept;
      while (keep("s3://gone", endpoint, 60_000)) {
        kept++;
      }
      assertThat(kept - before).isBetween(60, 70);
      captures.deposit();
    }
    assertThat(keep("s3://there", "prod-e", 60_000)).as("the four hold less than all").isTrue();

    int gaveWay = 0;
    for (int i = 0; i < 20; i++) {
      gaveWay += dropped(RunningProxy.LOCATION, "s3://there", "prod-e", 60_000);
    }

    assertThat(gaveWay).as("the oldest object, whole").isEqualTo(kept / 4);
    captures.deposit();
    assertThat(put).singleElement().asString().startsWith("s3://there/prod-e/");
    refused.clear();
    captures.deposit();
    assertThat(put).hasSize(4).noneMatch(it -> it.contains("prod-a"));
  }

  @Test
  void whoeverDepositsWhileAnotherDoesWaitsAndPutsTheRestAway() throws Exception {
    keep("s3://there", "prod-a", 10);
    keep("s3://there", "prod-b", 10);
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    before =
        () -> {
          before = () -> {};
          begun.countDown();
          awaiting(goOn);
        };
    var scheduled = new FutureTask<@Nullable Void>(captures::deposit, null);
    new Thread(scheduled).start();
    begun.await();
    keep("s3://there", "prod-c", 10);
    var last = new FutureTask<@Nullable Void>(captures::deposit, null);
    var end = new Thread(last);
    end.start();
    await().until(() -> last.isDone() || end.getState() == Thread.State.BLOCKED);
    goOn.countDown();
    scheduled.get();
    last.get();
    assertThat(put).hasSize(3).last().asString().startsWith("s3://there/prod-c/");
  }

  private static void awaiting(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasHeldForARoleThatIsGoneIsPutAwayInTheOneThatCameAfter() {
    int kept = 0;
    while (keep(GONE, "s3://there", "prod-a", 60_000)) {
      kept++;
      captures.deposit();
    }
    assertThat(put).isEmpty();
    assertThat(keep("s3://there", "prod-a", 60_000)).as("there is no room for more").isFalse();
    captures.deposit();
    assertThat(put).hasSize(kept);
  }

  private boolean keep(String prefix, String endpoint, int bytes) {
    return keep(RunningProxy.LOCATION, prefix, endpoint, bytes);
  }

  private boolean keep(CloudLocation location, String prefix, String endpoint, int bytes) {
    return dropped(location, prefix, endpoint, bytes) == 0;
  }

  private int dropped(CloudLocation location, String prefix, String endpoint, int bytes) {
    return captures.keep(
        location,
        prefix,
        new Captured(
            Instant.parse("2026-01-31T23:59:59Z"),
            endpoint,
            "id",
            "7",
            "v",
            "c",
            200,
            1.5,
            null,
            "x".repeat(bytes),
            null,
            null,
            1000));
  }
}
