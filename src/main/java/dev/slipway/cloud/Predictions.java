package dev.slipway.cloud;

/**
 * SageMaker Runtime, as far as the engine asks a model something itself. What applications ask goes
 * through the proxy, which signs and streams on its own.
 */
public interface Predictions {

  /**
   * Asks an endpoint.
   *
   * @return the container's answer, whatever its status
   * @throws CloudFailure when SageMaker itself did not pass the request on, or nobody answered
   */
  Prediction ask(String endpoint, String contentType, byte[] body);

  /**
   * A container's answer.
   *
   * @param status the HTTP status; 0 when the container did not answer in SageMaker's 60 s
   * @param millis how long it took, on this machine's watch
   */
  record Prediction(int status, byte[] body, long millis) {

    /** Without what is in it. */
    @Override
    public String toString() {
      return "Prediction[" + status + ", " + body.length + " bytes]";
    }
  }
}
