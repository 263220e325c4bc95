package dev.slipway.rollout;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slice of {@link CrashMatrix}; all of it is run by {@code mvn verify -Pmatrix}. */
class CrashMatrixTests {

  @AutoClose private static final MatrixStage stage = new MatrixStage();

  @ParameterizedTest
  @EnumSource
  void whateverBefallsADeploymentItEndsAsTheUnbrokenOne(Story story) {
    CrashMatrix.some(stage, story, Integer.getInteger("slipway.matrix.cases", 3));
  }
}
