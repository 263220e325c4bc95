package dev.slipway.rollout;

import dev.slipway.simulator.sagemaker.Undocumented;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All of {@link CrashMatrix}: every story with everything that can befall it, and every story under
 * each of the choices that AWS does not document, one at a time. Run by {@code mvn verify
 * -Pmatrix}.
 */
@Tag("matrix")
@Execution(ExecutionMode.CONCURRENT)
class CrashMatrixIT {

  private static final int UNDER_A_DEPARTURE = 3;

  /** A stage that many cases have been played on is slow: each part has its own. */
  private static final int PARTS = 5;

  @ParameterizedTest
  @MethodSource
  void whateverBefallsADeploymentItEndsAsTheUnbrokenOne(Story story, int part) {
    try (MatrixStage stage = new MatrixStage()) {
      CrashMatrix.part(stage, story, part, PARTS);
    }
  }

  static Stream<Arguments> whateverBefallsADeploymentItEndsAsTheUnbrokenOne() {
    return Arrays.stream(Story.values())
        .flatMap(story -> IntStream.range(0, PARTS).mapToObj(part -> Arguments.of(story, part)));
  }

  @ParameterizedTest
  @EnumSource
  void whateverAwsDecidesTheStoriesEndRight(Undocumented departure) {
    try (MatrixStage stage = new MatrixStage(departure)) {
      for (Story story : Story.values()) CrashMatrix.some(stage, story, UNDER_A_DEPARTURE);
    }
  }
}
