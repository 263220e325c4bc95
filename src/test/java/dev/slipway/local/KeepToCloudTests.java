package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.StartRefused;
import dev.slipway.testing.TestPostgres;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

class KeepToCloudTests {

  private final JdbcClient jdbc =
      JdbcClient.create(TestPostgres.dataSource(TestPostgres.freshDatabase()));

  @ParameterizedTest
  @CsvSource({
    "aws, simulator, real deployments in AWS",
    "simulator, aws, rehearsed deployments",
  })
  void aDatabaseIsRefusedToTheOtherCloudBeforeAnythingWorksOnIt(
      String first, String other, String what) {
    start(first).run(context -> assertThat(context).hasNotFailed());

    var work = new Work();
    start(other)
        .withBean(Work.class, () -> work)
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOfSatisfying(
                    StartRefused.class,
                    refused -> {
                      assertThat(refused.reason())
                          .contains(what, "slipway.cloud=" + first)
                          .contains("slipway.cloud is \"" + other + "\"");
                      assertThat(refused.remedy())
                          .contains("SLIPWAY_CLOUD=" + first, "another database");
                    }));

    assertThat(work.begun).isFalse();
    start(first)
        .withBean(Work.class, () -> work)
        .run(context -> assertThat(context).hasNotFailed());
    assertThat(work.begun).isTrue();
  }

  @Test
  void processesThatStartTogetherAgreeOnOneCloud() throws InterruptedException {
    List<Callable<String>> starts =
        Stream.of("aws", "simulator", "aws", "simulator", "aws", "simulator")
            .map(cloud ->
                (Callable<String>)
                    () -> {
                      var environment = new MockEnvironment().withProperty("slipway.cloud", cloud);
                      new KeepToCloud(environment, jdbc).start();
                      return cloud;
                    })
            .toList();

    List<Future<String>> ends;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ends = threads.invokeAll(starts);
    }

    assertThat(ends)
        .filteredOn(end -> end.state() == Future.State.SUCCESS)
        .extracting(Future::resultNow)
        .hasSize(3)
        .containsOnly(jdbc.sql("select cloud from installation").query(String.class).single());
    assertThat(ends)
        .filteredOn(end -> end.state() == Future.State.FAILED)
        .extracting(Future::exceptionNow)
        .hasOnlyElementsOfType(StartRefused.class);
  }

  private ApplicationContextRunner start(String cloud) {
    return new ApplicationContextRunner()
        .withPropertyValues("slipway.cloud=" + cloud)
        .withBean(JdbcClient.class, () -> jdbc)
        .withBean(KeepToCloud.class);
  }

  /** In the phase of what runs first. */
  private static final class Work implements SmartLifecycle {

    private boolean begun;

    @Override
    public int getPhase() {
      return 0;
    }

    @Override
    public void start() {
      begun = true;
    }

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return begun;
    }
  }
}
