package dev.slipway.rollout;

import dev.slipway.simulator.serving.Serving;
import java.util.List;

/** A serving program that cannot start, and tells its error stream why. */
final class TornServing {

  static final String NAME = "torn-serving";
  static final String REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + NAME;

  static final Serving PROGRAM =
      new Serving.Program(
          List.of(
              "/bin/sh",
              "-c",
              "echo 'Starting with HF_TOKEN=hf_abcdefghijklmnopqrst';"
                  + " echo 'Traceback (most recent call last):' >&2;"
                  + " echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1"));

  private TornServing() {}
}
