package dev.slipway.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which role a caller of a handler needs, and in which environment. Every handler under {@code
 * /v1} carries this annotation or {@link NeedsNoRole}. A handler with neither answers nobody.
 * {@code docs/roles.md} lists all handlers with their roles, and a test compares.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {

  /** The role. A role that includes this one is enough too. */
  Role value();

  /** How the environment is found. */
  Where where();
}
