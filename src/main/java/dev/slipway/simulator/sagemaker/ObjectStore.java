package dev.slipway.simulator.sagemaker;

import java.util.Optional;

/** Where asynchronous invocations find their input and leave their output: S3. */
public interface ObjectStore {

  /** An object's bytes; empty when it is missing. */
  Optional<byte[]> read(String bucket, String key);

  /** Keeps an object; false when there is no such bucket. */
  boolean write(String bucket, String key, byte[] bytes, String contentType);
}
