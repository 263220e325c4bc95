package dev.slipway.rollout;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slice of {@link CrashMatrix}; all of it is run by {@code mvn verify -Pmatrix}. */
class CrashMatrixTests {

  private static MatrixStage stage;

  @BeforeAll
  static void start() {
    stage = new MatrixStage();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void whateverBefallsADeploymentItEndsAsTheUnbrokenOne(Story story) {
    CrashMatrix.some(stage, story, Integer.getInteger("slipway.matrix.cases", 3));
  }
}
