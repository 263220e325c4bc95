package dev.slipway.cloud;

/** Objects that are left in S3 for others to read. */
public interface Deposits {

  /**
   * Writes a whole object; one of the same name is replaced.
   *
   * @param s3Uri its address, {@code s3://<bucket>/<key>}, in the location's region
   * @param contentType what its bytes are
   */
  void put(String s3Uri, String contentType, byte[] bytes);
}
