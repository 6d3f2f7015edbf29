package io.stowage.testkit.tck;

/** Some of the rules of the contract of a runtime. A rule is a test whose name begins with its number. */
interface RuntimeRules {

    RuntimeUnderTest underTest();
}
