package dev.slipway.endpoint;

import dev.slipway.catalog.Sample;
import java.util.Optional;

/** A model's sample as it is sent. What is in it may be nobody's business: it is never recorded. */
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

  /** Names what is sent and what is asked of the answer. */
  public String digest() {
    return sample.digest();
  }

  /**
   * What is wrong with an answer of 2xx.
   *
   * @return empty for nothing; else a sentence without the answer's values
   */
  public Optional<String> fault(byte[] answer) {
    return sample.fault(answer);
  }
}
