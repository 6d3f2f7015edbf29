package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link InstanceProvider} as tests. Extend it in the tests of your provider, hand over a {@link SteeredCloud}, and run it.
 *
 * <p>Each test is one numbered rule; {@code docs/writing-an-instance-provider.md} lists them. What goes wrong between an engine and a cloud
 * is most of the contract, so that the cloud is a fake: one that does as it is told. It should be stricter than the real one.
 */
@Timeout(180)
public abstract class InstanceProviderTck
        implements ProviderPropertyRules,
                ProviderLaunchRules,
                ProviderTokenRules,
                ProviderRefusalRules,
                ProviderDescribeRules,
                ProviderEndRules,
                ProviderInterruptionRules,
                ProviderCloseRules {

    private @Nullable ProviderUnderTest underTest;

    /** A cloud without machines. Called once for each test. */
    protected abstract SteeredCloud cloud() throws Exception;

    /** Called after each test, when the providers are closed: ends what the cloud was. */
    protected void afterClosing() throws Exception {
        // Nothing to clean up.
    }

    @BeforeEach
    final void open() throws Exception {
        underTest = new ProviderUnderTest(cloud());
    }

    @AfterEach
    final void closeAll() throws Exception {
        try {
            if (underTest != null) {
                underTest.close();
            }
        } finally {
            afterClosing();
        }
    }

    @Override
    public final ProviderUnderTest underTest() {
        if (underTest == null) {
            throw new IllegalStateException("There is a provider during a test only.");
        }
        return underTest;
    }
}
