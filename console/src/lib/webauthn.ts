import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { ownProblem } from "@/api/problem";
import type { components } from "@/api/schema";

type Credential = components["schemas"]["WebauthnCredential"];

async function withSentence<T>(work: Promise<T>): Promise<T> {
    try {
        return await work;
    } catch (cause) {
        if (cause instanceof Error && cause.name === "InvalidStateError") {
            throw ownProblem("webauthn_known", "这个指纹或安全密钥已绑定在此账户上。", "This fingerprint or security key is already bound to the account.");
        }
        throw ownProblem("webauthn_cancelled", "未完成指纹或安全密钥验证，请重试。", "The fingerprint or security key was not confirmed. Please retry.");
    }
}

/** Asks the authenticator to sign the platform's challenge. */
export async function assertCredential(options: object): Promise<Credential> {
    return (await withSentence(startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }))) as unknown as Credential;
}

/** Makes a new credential for the account. */
export async function makeCredential(options: object): Promise<Credential> {
    return (await withSentence(startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }))) as unknown as Credential;
}
