package dev.slipway.access;

/** In which environment a caller must have the role that an operation {@link Needs}. */
public enum Where {
  /** In at least one environment. For operations on things that belong to no environment. */
  SOMEWHERE,

  /**
   * In at least one environment. The handler narrows its answer to the environments in the caller's
   * {@link Principal#reach}.
   */
  NARROWED,

  /**
   * In all environments, by a grant for all. For operations that have an effect in every
   * environment.
   */
  EVERYWHERE,

  /** In the environment that the path names first. */
  IN_ENVIRONMENT,

  /** In the environments that the request's body names, by {@link InEnvironments}. */
  IN_BODY,

  /** In the environment of the endpoint that the path names first. */
  OF_ENDPOINT,

  /** In the environment of the deployment that the path names first. */
  OF_DEPLOYMENT,

  /** In the environment to which the promotion goes that the path names first. */
  OF_PROMOTION,

  /**
   * In the environment that the query names with {@code subject_type} and {@code subject}, or in
   * that of the endpoint that it names so. In all environments for any other subject, and for none.
   */
  OF_SUBJECT
}
