package dev.slipway.simulator.serving;

import java.util.Optional;

/** Where model artifacts lie: the simulated S3. */
@FunctionalInterface
public interface Artifacts {

  /** The object's bytes as they are now; empty when there is no such bucket or object. */
  Optional<byte[]> read(String bucket, String key);
}
