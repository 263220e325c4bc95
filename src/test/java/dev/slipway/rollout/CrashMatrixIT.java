package dev.slipway.rollout;

import dev.slipway.simulator.sagemaker.Undocumented;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All of {@link CrashMatrix}: every story with everything that can befall it, and every story under
 * each of the choices that AWS does not document, one at a time. Run by {@code mvn verify
 * -Pmatrix}.
 */
@Tag("matrix")
@Execution(ExecutionMode.CONCURRENT)
class CrashMatrixIT {

  private static final int UNDER_A_DEPARTURE = 3;

  @ParameterizedTest
  @EnumSource
  void whateverBefallsADeploymentItEndsAsTheUnbrokenOne(Story story) {
    try (MatrixStage stage = new MatrixStage()) {
      CrashMatrix.whole(stage, story);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverAwsDecidesTheStoriesEndRight(Undocumented departure) {
    try (MatrixStage stage = new MatrixStage(departure)) {
      for (Story story : Story.values()) CrashMatrix.some(stage, story, UNDER_A_DEPARTURE);
    }
  }
}
