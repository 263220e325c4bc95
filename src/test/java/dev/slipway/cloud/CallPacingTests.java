package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.TestCloudClock;
import dev.slipway.testing.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How calls are held to AWS's rates, with the slots in memory and in Postgres. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class CallPacingTests {

  private static final CloudLocation HERE =
      new CloudLocation("123456789012", "us-east-1", null, null);
  private static final CloudLocation ELSEWHERE =
      new CloudLocation("123456789012", "eu-west-1", null, null);

  private static final CallPass.Work A_STEP = new CallPass.Work("A_STEP", 3);
  private static final CallPass.Work ONE_CALL = new CallPass.Work("ONE_CALL", 1);

  private final boolean shared;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private CallSlots slots = new SlotsInMemory();

  CallPacingTests(boolean shared) {
    this.shared = shared;
  }

  @BeforeEach
  void slots() {
    if (!shared) return;
    String database = TestPostgres.freshDatabase();
    slots =
        new SlotsInPostgres(
            JdbcClient.create(TestPostgres.dataSource(database)), SlotsInPostgres.Time.CLOUD);
  }

  @Test
  void aBurstOfAlarmsLeavesAtThreeASecondFromTwoProcessesTogether() {
    List<CallPacing> processes = List.of(pacing(), pacing());
    List<Duration> left = leave(processes, 60, "PutMetricAlarm");
    assertThat(left).hasSize(60);
    assertThat(most(left, Duration.ofSeconds(1))).isLessThanOrEqualTo(6);
    assertThat(most(left, Duration.ofSeconds(10))).isLessThanOrEqualTo(33);
    assertThat(left.getLast()).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(21));
  }

  @Test
  void whatIsCountedIsThereBeforeAnythingIsToBeCounted() {
    pacing();
    for (CallClass one : CallClass.values()) {
      String tag = one.name().toLowerCase(Locale.ROOT);
      for (String name : List.of("slipway.aws.throttled", "slipway.aws.refused")) {
        assertThat(metrics.get(name).tag("class", tag).counter().count()).isZero();
      }
      assertThat(metrics.get("slipway.aws.held").tag("class", tag).timer().count()).isZero();
    }
  }

  @Test
  void whoIsHeldBackComesBackOnceAndIsNotOvertakenForEver() {
    CallPacing pacing = pacing();
    CallPass first = CallPass.holding(A_STEP, Map.of());
    for (int i = 0; i < 3; i++) pass(pacing, CallPass.holding(A_STEP, Map.of()), "PutMetricAlarm");
    Instant turn = heldUntil(pacing, first, "PutMetricAlarm");
    for (int i = 0; i < 20; i++)
      heldUntil(pacing, CallPass.holding(A_STEP, Map.of()), "PutMetricAlarm");
    now = turn;
    pass(pacing, CallPass.holding(A_STEP, first.bookings()), "PutMetricAlarm");
  }

  @Test
  void aWorkThatHasBegunComesToItsEnd() {
    CallPacing pacing = pacing();
    CallPass work = CallPass.holding(A_STEP, Map.of());
    work.during(() -> {
      for (int i = 0; i < 40; i++) pacing.admit(HERE, "sagemaker", "DescribeEndpoint");
      return 0;
    });
    assertThat(pacing.queue(HERE, CallClass.SAGEMAKER_LOOKS)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(pacing.queue(ELSEWHERE, CallClass.SAGEMAKER_LOOKS)).isZero();
  }

  @Test
  void worksOfThreeCallsEachKeepToTheRateTogether() {
    List<CallPacing> processes =
        List.of(
            pacing(
                Map.of(
                    CallClass.ALL, 20.0,
                    CallClass.OTHER_LOOKS, 1000.0,
                    CallClass.OTHER_CHANGES, 1000.0)));
    List<Duration> left = leave(processes, 200, "GetRole", "PutRolePolicy", "GetRolePolicy");
    assertThat(left).hasSize(600);
    assertThat(most(left, Duration.ofSeconds(10))).isLessThanOrEqualTo(225);
    List<Duration> again = leave(processes, 200, "GetRole", "PutRolePolicy", "GetRolePolicy");
    assertThat(most(again, Duration.ofSeconds(10))).isLessThanOrEqualTo(225);
    assertThat(again.getLast())
        .as("once it is known how many calls such a work makes")
        .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33));
  }

  @Test
  void whatWasDueWhileAProcessStoodStillIsSpreadOutAgainOnce() {
    CallPacing pacing = pacing(Map.of(CallClass.ALL, 20.0, CallClass.OTHER_LOOKS, 1000.0));
    List<CallPass> works = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      CallPass work = CallPass.holding(ONE_CALL, Map.of());
      try {
        pass(pacing, work, "GetRole");
      } catch (HeldBack held) {
        works.add(work);
      }
    }
    now = now.plusSeconds(30);
    List<CallPass> again = new ArrayList<>();
    int atOnce = 0;
    for (CallPass work : works) {
      CallPass next = CallPass.holding(ONE_CALL, work.bookings());
      try {
        pass(pacing, next, "GetRole");
        atOnce++;
      } catch (HeldBack held) {
        again.add(next);
      }
    }
    assertThat(atOnce).isBetween(15, 25);
    now = now.plusSeconds(30);
    for (CallPass work : again)
      pass(pacing, CallPass.holding(ONE_CALL, work.bookings()), "GetRole");
  }

  @Test
  void theAbortIsNeverHeldBack() {
    CallPacing pacing = pacing();
    for (int i = 0; i < 50; i++) {
      pass(pacing, CallPass.urgent(), "PutMetricAlarm");
      pass(pacing, CallPass.holding(A_STEP, Map.of()), "PutMetricData");
    }
  }

  @Test
  void whoWaitsIsHeldShortlyAndThenTold() {
    CallPacing pacing = pacing();
    for (int i = 0; i < 30; i++) {
      pass(pacing, CallPass.urgent(), "PutMetricAlarm");
    }
    assertThatThrownBy(() -> pacing.admit(HERE, "cloudwatch", "PutMetricAlarm"))
        .isInstanceOf(HeldBack.class)
        .hasMessageContaining("3 a second of PutMetricAlarm");
    assertThat(metrics.counter("slipway.aws.refused", "class", "put_metric_alarm").count())
        .isEqualTo(1);
  }

  @Test
  void aThrottledQueueSlowsDownForAllProcessesAndRecovers() {
    CallPacing one = pacing();
    CallPacing other = pacing();
    for (int i = 0; i < 3; i++) one.throttled(HERE, "sagemaker", "CreateModel");
    List<Duration> slowly = leave(List.of(other), 20, "CreateModel");
    assertThat(slowly.getLast()).isGreaterThan(Duration.ofSeconds(15));
    now = now.plus(Duration.ofMinutes(2));
    List<Duration> again = leave(List.of(other), 20, "CreateModel");
    assertThat(again.getLast()).isLessThan(Duration.ofSeconds(6));
  }

  private CallPacing pacing() {
    return pacing(Map.of());
  }

  private CallPacing pacing(Map<CallClass, Double> limits) {
    CloudClock clock = new TestCloudClock(() -> now);
    return new CallPacing(new CallLimits(limits), slots, clock, metrics);
  }

  private static void pass(CallPacing pacing, CallPass pass, String operation) {
    pass.during(() -> {
      pacing.admit(HERE, service(operation), operation);
      return 0;
    });
  }

  private static String service(String operation) {
    if (operation.contains("Role")) return "iam";
    return operation.equals("CreateModel") ? "sagemaker" : "cloudwatch";
  }

  private static Instant heldUntil(CallPacing pacing, CallPass pass, String operation) {
    try {
      pass(pacing, pass, operation);
    } catch (HeldBack held) {
      return held.until();
    }
    throw new AssertionError("it was let through");
  }

  /** So many works that want these calls each at the same moment; when each was let through. */
  private List<Duration> leave(List<CallPacing> processes, int works, String... operations) {
    record Work(Instant due, int number, CallPass pass) {}
    PriorityQueue<Work> due =
        new PriorityQueue<>(java.util.Comparator.comparing(Work::due).thenComparing(Work::number));
    for (int i = 0; i < works; i++) due.add(new Work(now, i, CallPass.holding(A_STEP, Map.of())));
    Instant start = now;
    List<Duration> left = new ArrayList<>();
    while (!due.isEmpty()) {
      Work work = due.remove();
      now = work.due();
      CallPacing process = processes.get(work.number() % processes.size());
      CallPass pass = CallPass.holding(A_STEP, work.pass().bookings());
      try {
        pass.during(() -> {
          for (String operation : operations) {
            process.admit(HERE, service(operation), operation);
            left.add(Duration.between(start, now));
          }
          return 0;
        });
      } catch (HeldBack held) {
        due.add(new Work(held.until(), work.number(), pass));
      }
    }
    return left;
  }

  private static long most(List<Duration> times, Duration window) {
    return times.stream()
        .mapToLong(from ->
            times.stream()
                .filter(one -> one.compareTo(from) >= 0 && one.minus(window).compareTo(from) < 0)
                .count())
        .max()
        .orElseThrow();
  }
}
