package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTests {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final MetricKey LATENCY =
      new MetricKey(
          new Scope("123456789012", "us-east-1"),
          "AWS/SageMaker",
          "ModelLatency",
          Map.of("EndpointName", "e", "VariantName", "v"));

  @TempDir private Path directory;
  private final SimClock clock = SimClock.manual(START);
  private final Timeline timeline = new Timeline(clock);

  @Test
  void whatWasMeasuredIsThereAfterARestart() {
    Metrics before = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(before, directory, timeline)) {
      for (int value = 1; value <= 100; value++) {
        before.series(LATENCY).add(START.plusSeconds(value % 120), value);
      }
      clock.advance(Duration.ofMinutes(2));
      before.series(LATENCY).add(START.plusSeconds(5), 1000);
    }

    Metrics after = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(after, directory, timeline)) {
      for (String statistic : new String[] {"Sum", "SampleCount", "Minimum", "Maximum", "p90"}) {
        assertThat(read(after, statistic)).as(statistic).isEqualTo(read(before, statistic));
      }
    }
  }

  @Test
  void aKilledProcessLosesOnlyWhatCameSinceTheLastMinute() throws IOException {
    Metrics before = new Metrics(Duration.ZERO);
    MetricsFile killed = MetricsFile.keep(before, directory, timeline);
    before.series(LATENCY).add(START.plusSeconds(5), 7);
    clock.advance(Duration.ofMinutes(1));
    before.series(LATENCY).add(START.plusSeconds(65), 8);
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.copy(directory.resolve("metrics.bin"), copy.resolve("metrics.bin"));
    killed.close();

    assertThat(sums(copy)).containsExactly(7, Double.NaN, Double.NaN);
  }

  @Test
  void aRecordLeftHalfWrittenIsDropped() throws IOException {
    Metrics before = new Metrics(Duration.ZERO);
    MetricsFile file = MetricsFile.keep(before, directory, timeline);
    before.series(LATENCY).add(START.plusSeconds(5), 7);
    clock.advance(Duration.ofMinutes(1));
    before.series(LATENCY).add(START.plusSeconds(65), 8);
    file.close();
    try (FileChannel bytes =
        FileChannel.open(directory.resolve("metrics.bin"), StandardOpenOption.WRITE)) {
      bytes.truncate(bytes.size() - 3);
    }

    assertThat(sums(directory)).containsExactly(7, Double.NaN, Double.NaN);
  }

  @Test
  void aFileOfBeforeMinutesWerePackedIsRead() throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(directory.resolve("metrics.bin")))) {
      out.writeByte('K');
      for (String part : List.of("123456789012", "us-east-1", "AWS/SageMaker", "ModelLatency")) {
        out.writeUTF(part);
      }
      out.writeInt(2);
      for (String part : List.of("EndpointName", "e", "VariantName", "v")) out.writeUTF(part);
      out.writeByte('P');
      out.writeInt(0);
      out.writeInt(60);
      out.writeLong(START.getEpochSecond());
      for (double number : new double[] {2, 5, 0, 5}) out.writeDouble(number);
      out.writeInt(2);
      out.writeShort(Short.MIN_VALUE);
      out.writeFloat(1);
      out.writeShort(54);
      out.writeFloat(1);
    }

    Metrics metrics = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(metrics, directory, timeline)) {
      assertThat(read(metrics, "Sum")).containsExactly(5, Double.NaN, Double.NaN);
      assertThat(read(metrics, "p10")[0]).isZero();
      assertThat(read(metrics, "p90")[0]).isBetween(4.9, 5.0);
    }
  }

  @Test
  void whatComesLateForAPackedMinuteIsThereAfterARestart() {
    Metrics before = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(before, directory, timeline)) {
      before.series(LATENCY).add(START.plusSeconds(5), 7);
      before.series(LATENCY).add(START.plusSeconds(3000), 1);
      clock.advance(Duration.ofHours(2));
      before.series(LATENCY).add(START.plusSeconds(6), 8);
      before.series(LATENCY).add(clock.now(), 1);
    }
    assertThat(sums(directory)).containsExactly(15, Double.NaN, Double.NaN);
  }

  @Test
  void theFileIsBoundedAsTheRingsAre() throws IOException {
    Metrics metrics = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(metrics, directory, timeline)) {
      for (int minute = 0; minute < 3000; minute++) {
        for (int one = 0; one < 40; one++) {
          metrics
              .series(new MetricKey(LATENCY.scope(), "AWS/SageMaker", "m" + one, Map.of()))
              .add(clock.now(), one);
        }
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(Files.size(directory.resolve("metrics.bin"))).isLessThan(7 << 20);
    }
  }

  private double[] sums(Path where) {
    Metrics metrics = new Metrics(Duration.ZERO);
    try (MetricsFile _ = MetricsFile.keep(metrics, where, timeline)) {
      return read(metrics, "Sum");
    }
  }

  private double[] read(Metrics metrics, String statistic) {
    return metrics.read(
        LATENCY, Statistic.of(statistic), START, 60, 3, START.plus(Duration.ofHours(1)));
  }
}
