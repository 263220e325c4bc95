package dev.slipway.cloud;

import java.util.List;

/**
 * Copies of requests and answers that SageMaker writes to S3 (DataCaptureConfig).
 *
 * @param destination {@code s3://<bucket>/<prefix>}
 * @param samplingPercentage 1–100
 * @param captured what is copied, at least one
 */
public record DataCapture(String destination, int samplingPercentage, List<Captured> captured) {

  /** What is copied. */
  public enum Captured {
    INPUT,
    OUTPUT
  }
}
