package dev.slipway.endpoint;

import dev.slipway.catalog.Sample;
import java.util.Optional;

/** A model's sample as it is sent. It may hold private data, so it is never recorded. */
public record SmokePayload(Sample sample) {

  /** The sample's name. */
  public String name() {
    return sample.name();
  }

  /** The media type. */
  public String contentType() {
    return sample.contentType();
  }

  /** What is sent. */
  public byte[] body() {
    return sample.body();
  }

  /** A hash of what is sent and of what the answer has to be. */
  public String digest() {
    return sample.digest();
  }

  /**
   * The fault of an answer with 2xx.
   *
   * @return empty for none; else a sentence without the answer's values
   */
  public Optional<String> fault(byte[] answer) {
    return sample.fault(answer);
  }
}
