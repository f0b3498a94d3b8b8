// Generated from src/api/openapi.yaml by `npm run api`. Do not edit.

export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 当前会话
         * @description The signed-in user; 401 when there is none.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * 提交用户名和口令
         * @description First factor. Answers with a challenge for the second factor, or for enrolling one when the account has none yet. Never signs in by itself.
         */
        post: operations["begin_session"];
        /**
         * 退出登录
         * @description Signs out; the cookie is cleared.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 以动态口令完成登录
         * @description Second factor, a time-based one-time password. Sets the cookie `md_session`.
         */
        post: operations["finish_session_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 以指纹或安全密钥完成登录
         * @description Second factor, a WebAuthn assertion (platform fingerprint reader or security key).
         */
        post: operations["finish_session_webauthn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 以终端证书完成登录
         * @description Second factor, the client certificate presented on this TLS connection (terminal factor).
         */
        post: operations["finish_session_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/enrol-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 首次登录绑定动态口令
         * @description Confirms the TOTP secret offered at sign-in and signs in.
         */
        post: operations["enrol_session_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/enrol-webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 首次登录绑定指纹或安全密钥
         * @description Registers the WebAuthn credential made with the options offered at sign-in and signs in.
         */
        post: operations["enrol_session_webauthn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 在线会话列表
         * @description Sessions that are signed in. Administrators see all, others their own.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 强制下线
         * @description Ends a session at once. Administrators may end any, others their own.
         */
        delete: operations["end_other_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 用户列表
         * @description Operators of the system, by name.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * 新建用户
         * @description Creates an operator. The one-time password is shown once and must be changed at the first sign-in.
         */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 用户详情
         * @description One operator.
         */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /**
         * 删除用户
         * @description Removes the account and ends its sessions.
         */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /**
         * 修改用户
         * @description Changes name, role or language, or disables the account. The last active administrator can be neither disabled nor demoted.
         */
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重置用户
         * @description New one-time password, second factors removed, sessions ended, lock lifted.
         */
        post: operations["reset_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 修改自己的语言
         * @description Changes the language of one's own account.
         */
        patch: operations["update_own_account"];
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 修改自己的口令
         * @description Changes one's own password; other sessions of the account end.
         */
        post: operations["change_own_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 自己的认证因子
         * @description The second factors of one's own account.
         */
        get: operations["list_own_factors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 申请绑定动态口令
         * @description A fresh TOTP secret, to be confirmed with a code.
         */
        post: operations["offer_own_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认绑定动态口令
         * @description Adds the offered TOTP secret after one right code.
         */
        post: operations["confirm_own_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 申请绑定指纹或安全密钥
         * @description WebAuthn creation options for one's own account.
         */
        post: operations["offer_own_webauthn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/webauthn/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认绑定指纹或安全密钥
         * @description Adds the WebAuthn credential made with the offered options.
         */
        post: operations["confirm_own_webauthn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 绑定终端证书
         * @description Binds the client certificate presented on this TLS connection to one's own account (terminal factor).
         */
        post: operations["bind_own_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/factors/{factor_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 解除认证因子
         * @description Removes a second factor. Refused when none would remain.
         */
        delete: operations["remove_own_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 设备列表
         * @description Devices and programs that may call this interface with a key of their own, revoked ones too.
         */
        get: operations["list_devices"];
        put?: never;
        /**
         * 登记设备
         * @description Registers a device; its key is shown once and works only with the bound certificate or from the bound addresses.
         */
        post: operations["create_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 注销设备
         * @description The device's key stops working at once.
         */
        delete: operations["delete_device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证书列表
         * @description Every certificate the authority issued.
         */
        get: operations["list_certificates"];
        put?: never;
        /**
         * 签发证书
         * @description From a PKCS#10 request, or with a key made here; then the key and a PKCS#12 file are in this answer once and are not kept.
         */
        post: operations["issue_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{serial}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 吊销证书
         * @description Revokes at once; the next revocation list carries it.
         */
        delete: operations["revoke_certificate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 根证书
         * @description The authority's root certificate and its fingerprints.
         */
        get: operations["get_authority"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证书吊销列表
         * @description The certificate revocation list, DER (RFC 5280).
         */
        get: operations["get_crl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 采集告知列表
         * @description Collection notices, newest first, all versions.
         */
        get: operations["list_notices"];
        put?: never;
        /**
         * 发布采集告知
         * @description A notice is immutable; a changed one is a new version that supersedes it.
         */
        post: operations["create_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 采集告知详情
         * @description One version of a notice.
         */
        get: operations["get_notice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 人员列表
         * @description Registered persons, newest first.
         */
        get: operations["list_persons"];
        put?: never;
        /**
         * 登记人员
         * @description Registers a person with consent and at most two pictures. Without a recorded consent it is refused (people.consent_missing).
         */
        post: operations["create_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 人员数量与备案提醒
         * @description Number of distinct persons and the filing reminder at 100,000.
         */
        get: operations["summarise_persons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 分组列表
         * @description Every group name in use.
         */
        get: operations["list_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 批量导入人员
         * @description A ZIP with people.csv and pictures. Rows are judged one by one; good rows are imported, bad ones are listed. Consents are to the notice given, or to the one in force.
         */
        post: operations["import_persons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 人员详情
         * @description One person with consents and pictures' references.
         */
        get: operations["get_person"];
        put?: never;
        post?: never;
        /**
         * 删除人员（可出具删除证明）
         * @description Destroys the person's keys, then all rows in every store, then scans; the proof is under the deletion returned.
         */
        delete: operations["delete_person"];
        options?: never;
        head?: never;
        /**
         * 修改人员
         * @description Changes the given members; null clears one.
         */
        patch: operations["update_person"];
        trace?: never;
    };
    "/api/v1/persons/{person_id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登记同意
         * @description Records a consent of the person to a notice's current version.
         */
        post: operations["add_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/consents/{consent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 撤回同意
         * @description Withdraws a consent. When none remains that carries the enrolment, the person's data is deleted with proof.
         */
        delete: operations["withdraw_consent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/images": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 人员照片列表
         * @description References of the person's enrolled pictures, at most two.
         */
        get: operations["list_person_images"];
        put?: never;
        /**
         * 添加照片
         * @description Enrols one more picture. A third is refused, also when it is the same picture in another file format.
         */
        post: operations["add_person_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/images/{image_ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 移除照片
         * @description Removes the picture and its feature.
         */
        delete: operations["remove_person_image"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/renewal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 更新人脸特征
         * @description Makes new, unrelated features; the old ones stop working at once. From the kept pictures, or from the one given, which replaces them.
         */
        post: operations["renew_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 停用泄露的人脸特征
         * @description The person's features leaked; they stop matching at once, until renewed.
         */
        post: operations["revoke_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 导出本人数据
         * @description Everything kept about the person, for the person, as a JSON download.
         */
        get: operations["export_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pictures/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 照片质量检查
         * @description Judges a picture before it is used; nothing is kept.
         */
        post: operations["check_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 人脸验证
         * @description Compares a document's picture with live frames. Both, and everything read from the document, are deleted with the answer.
         */
        post: operations["verify_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person_id}/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登记人员核验
         * @description Compares live frames with one registered person. The frames are deleted with the answer.
         */
        post: operations["verify_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 人脸辨识
         * @description Searches the gallery and, when a door is named, decides on opening it. The frames are deleted with the answer.
         */
        post: operations["identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/doors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 门列表
         * @description Doors and gates with their rules.
         */
        get: operations["list_doors"];
        put?: never;
        /**
         * 新建门
         * @description A door with the groups and times that may pass, and its security grade (GB/T 37078-2018).
         */
        post: operations["create_door"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/doors/{door_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                door_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 删除门
         * @description Removes the door.
         */
        delete: operations["delete_door"];
        options?: never;
        head?: never;
        /**
         * 修改门
         * @description Changes the given members.
         */
        patch: operations["update_door"];
        trace?: never;
    };
    "/api/v1/blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 黑名单
         * @description Persons who are refused at every door.
         */
        get: operations["list_blocked"];
        put?: never;
        /**
         * 加入黑名单
         * @description Refuses a registered person at every door, until a time or for good. The reason names its legal basis.
         */
        post: operations["block_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocklist/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 移出黑名单
         * @description The person may pass again where the doors' rules allow it.
         */
        delete: operations["unblock_person"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事件列表
         * @description What happened, newest first. Events hold no names and no pictures.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 实时事件流
         * @description Server-sent events `recognition` (data is an Event), `capture` (a Capture), `alert` (an Alert with `what`: raised, updated, ended, acknowledged, commented or closed; people as ids) and
         *     `system`; each only for those who may read it. A heartbeat comment every 15 s. `Last-Event-ID` resumes.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事件详情
         * @description One event.
         */
        get: operations["get_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事件对应的人员
         * @description Who an event is about, while the person is registered; for those who may see names. Recorded in the ledger.
         */
        get: operations["get_event_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 摄像机列表
         * @description Cameras by name, each with what its stream does now. Addresses and user names are shown to those who may manage cameras; passwords to nobody.
         */
        get: operations["list_cameras"];
        put?: never;
        /**
         * 添加摄像机
         * @description Adds a camera and starts its stream; whether it runs shows in its report. `edge` cameras deliver pictures to /intake/captures with the key of the device named. No two cameras have one name.
         */
        post: operations["create_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 测试摄像机地址
         * @description Tries an address before it is saved, for at most 10 s, and shows one picture. What is wrong is an answer, not a problem. Nothing is kept.
         */
        post: operations["probe_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 摄像机详情
         * @description One camera.
         */
        get: operations["get_camera"];
        put?: never;
        post?: never;
        /**
         * 删除摄像机
         * @description Stops the stream and removes the camera. Its captures and alerts stay until their terms end.
         */
        delete: operations["delete_camera"];
        options?: never;
        head?: never;
        /**
         * 修改摄像机
         * @description Changes the given members; a changed source starts anew at once. null removes user or password.
         */
        patch: operations["update_camera"];
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 摄像机运行状态
         * @description What the camera's stream does now.
         */
        get: operations["get_camera_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/frame.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 当前画面
         * @description The newest picture. camera.no_picture (409) while there is none.
         */
        get: operations["get_camera_frame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/live.mjpeg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 实时画面
         * @description Live pictures of one camera as `multipart/x-mixed-replace`, for an `<img>` or a media player. Every part has the fields `X-Camera`, `X-Time`,
         *     `X-Frame` and `X-Boxes` of /live. Who reads slowly gets fewer pictures, always the newest.
         */
        get: operations["watch_camera"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/boxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 当前人脸框
         * @description Where faces are in the newest analysed picture.
         */
        get: operations["get_camera_boxes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 多画面实时预览
         * @description Live pictures of several cameras in one answer, since a browser opens only six connections to a server. `multipart/x-mixed-replace; boundary=miandun-frame`:
         *     every part is a JPEG with the fields `Content-Length`, `X-Camera` (id), `X-Time` and `X-Frame` of the picture, and `X-Boxes` (LiveBoxes as JSON on one line; its
         *     `time` and `frame` tell which picture the boxes are of). While a stream is not running its parts have no body and `X-State` says what it does. Read it with fetch().
         *     Who reads slowly gets fewer pictures, always the newest.
         */
        get: operations["watch_cameras"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analysis/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 摄像机分组
         * @description Whose settings there are. Within a group the same person is one subject and the rules are one document; a camera that is in no group stands by itself under its id.
         */
        get: operations["list_camera_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analysis/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: components["schemas"]["GroupName"];
            };
            cookie?: never;
        };
        /**
         * 分析设置
         * @description De-duplication, regions, schedules and rules of a group of cameras; `ETag` names this version. The defaults while nothing was set. `camera` of a region is a camera's id.
         */
        get: operations["get_analysis_settings"];
        /**
         * 修改分析设置
         * @description Takes effect at once. `fields` of a refusal point into the document. A version other than that of If-Match is refused with 412.
         */
        put: operations["set_analysis_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/captures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 人脸抓拍列表
         * @description De-duplicated captures, newest first; at most two of a subject and window. Nobody is identified.
         */
        get: operations["list_captures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/captures/{capture_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 抓拍详情
         * @description One capture.
         */
        get: operations["get_capture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/captures/{capture_id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 抓拍图片
         * @description The face, as JPEG, while it is kept. Every look is recorded in the ledger.
         */
        get: operations["get_capture_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake/captures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 接收前端抓拍
         * @description A picture that an edge camera took of a face; de-duplication and rules follow as with a stream (前端分析产品形态). The key tells which camera it is. Times more than a minute old count as a minute old.
         */
        post: operations["take_in_capture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 预警列表
         * @description Alerts, newest first.
         */
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 预警数量
         * @description How many alerts there are by state and kind.
         */
        get: operations["count_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 预警详情
         * @description One alert.
         */
        get: operations["get_alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/evidence/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 预警证据图片
         * @description One of at most two pictures, as JPEG. Numbered from 1. Every look is recorded in the ledger.
         */
        get: operations["get_alert_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认预警
         * @description Somebody has seen it and takes care of it. Refused once it is closed.
         */
        post: operations["acknowledge_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 处置记录
         * @description Comments, oldest first. They are never changed.
         */
        get: operations["list_alert_comments"];
        put?: never;
        /**
         * 添加处置记录
         * @description Adds a comment; also after closing.
         */
        post: operations["comment_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/closure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关闭预警
         * @description Ends the handling of an alert, with its outcome. Refused once it is closed.
         */
        post: operations["close_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 统计
         * @description People, dwell times, alerts and stream health by step of time (calendar of Asia/Shanghai), camera and region; the last 24 hours when no time is given. Lines without
         *     any number are left out. `region` absent: the whole picture; `*`: every region, a line each.
         */
        get: operations["get_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 导出统计
         * @description The same as CSV (RFC 4180, UTF-8 with byte order mark) or Excel file, headings in the caller's language.
         */
        get: operations["export_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 布控名单
         * @description Watch lists with their legal basis.
         */
        get: operations["list_watch_lists"];
        put?: never;
        /**
         * 新建布控名单
         * @description A list exists only with a recorded legal basis or consent, and only as long as that holds.
         */
        post: operations["create_watch_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch-lists/{list_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 布控名单详情
         * @description One list.
         */
        get: operations["get_watch_list"];
        put?: never;
        post?: never;
        /**
         * 删除布控名单
         * @description Removes the list, its entries and their features.
         */
        delete: operations["delete_watch_list"];
        options?: never;
        head?: never;
        /**
         * 修改布控名单
         * @description Changes name or basis, for instance when an order is prolonged.
         */
        patch: operations["update_watch_list"];
        trace?: never;
    };
    "/api/v1/watch-lists/{list_id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        /**
         * 布控对象列表
         * @description Entries of a list; without pictures and without names.
         */
        get: operations["list_watch_entries"];
        put?: never;
        /**
         * 添加布控对象
         * @description A protected feature is made of each picture and the picture is wiped. The label is a number of the order, not a name.
         */
        post: operations["add_watch_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch-lists/{list_id}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 移除布控对象
         * @description Removes the entry and its features.
         */
        delete: operations["remove_watch_entry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 推送地址列表
         * @description Where alerts are pushed to.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * 添加推送地址
         * @description Events are posted as JSON without pictures and without identity, signed with the secret that is shown once here. Anything but a 2xx answer is tried again with growing
         *     pauses, in order; then it is a dead letter. At most 16 webhooks.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 删除推送地址
         * @description Removes it with its deliveries.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        /**
         * 修改推送地址
         * @description Changes the given members.
         */
        patch: operations["update_webhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 测试推送
         * @description Queues an event `ping`; the webhook's `last_error` and deliveries show how it went.
         */
        post: operations["test_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 待推送与失败的推送
         * @description What waits, or with `dead` the dead letters; newest first. What the receiver has taken is not kept.
         */
        get: operations["list_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 放弃推送
         * @description Gives a delivery up.
         */
        delete: operations["discard_webhook_delivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重新推送
         * @description A dead letter lives again, behind those that wait.
         */
        post: operations["resend_webhook_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 保存期限与到期预览
         * @description Term of every kind of data, its maximum, and how much is due when.
         */
        get: operations["list_retention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 设置保存期限
         * @description Sets a term; never above the maximum.
         */
        put: operations["set_retention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 即将删除的内容
         * @description What is deleted next, soonest first.
         */
        get: operations["list_due"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 删除记录
         * @description Deletions of persons, newest first.
         */
        get: operations["list_deletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletions/{deletion_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 删除证明
         * @description What was destroyed where and when, the scan that found nothing left, and the ledger's proof.
         */
        get: operations["get_deletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 查询审计账本
         * @description Entries of the tamper-evident log, newest first.
         */
        get: operations["search_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/{index}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 账本条目存在证明
         * @description Inclusion proof in the newest signed head (RFC 6962), as `miandun ledger check-proof` reads it.
         */
        get: operations["prove_ledger_entry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 校验账本
         * @description Reads the whole ledger and names the first bad entry, if any.
         */
        post: operations["verify_ledger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 阈值标定
         * @description Impostor score histogram (no ids) and the thresholds that follow from wanted error rates.
         */
        get: operations["get_calibration"];
        /**
         * 设置误识率目标
         * @description The wanted false-match rate of verification and false-positive rate of identification.
         */
        put: operations["set_calibration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 系统状态
         * @description Version, profile, models, legal basis, checks and counts.
         */
        get: operations["get_system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/basis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * 设置建设依据
         * @description The standard or order that permits this installation. Without one nobody can be enrolled.
         */
        put: operations["set_basis"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/standards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 可选的建设依据
         * @description Standards and orders an installation may be based on.
         */
        get: operations["list_standards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 个人信息保护影响评估记录
         * @description Impact assessments, newest first; kept for three years.
         */
        get: operations["list_assessments"];
        put?: never;
        /**
         * 登记影响评估
         * @description Records an impact assessment made before use.
         */
        post: operations["add_assessment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 合规看板
         * @description Every row of the rule this role serves, with its state on this running system.
         */
        get: operations["get_compliance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/clock/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认系统时间
         * @description After a forward jump of the clock, confirms that it is right, so that due deletions go on.
         */
        post: operations["confirm_clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 登录页信息
         * @description What the sign-in page shows before anyone is signed in.
         */
        get: operations["get_public"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 接口定义
         * @description This document as JSON.
         */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 存活检查
         * @description The process answers.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 就绪检查
         * @description Stores, ledger and models are ready, and face analysis runs and can store what it finds; 503 when one is not.
         */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @example 5f0c6d0b9a4e4f7fb1f0c2d3e4a5b6c7 */
        Id: string;
        /**
         * Format: date-time
         * @example 2026-01-05T13:59:00.000000Z
         */
        Time: string;
        /**
         * Format: date
         * @example 1990-02-28
         */
        Date: string;
        /** @description null on the last page */
        NextCursor: string | null;
        Name: string;
        ShortText: string;
        LongText: string;
        /** @description JPEG or PNG or WebP or BMP file of at most 20 MiB */
        Picture: string;
        /**
         * @example {
         *       "code": "too_small",
         *       "zh": "人脸过小，请靠近一些。",
         *       "en": "The face is too small; please come closer."
         *     }
         */
        Sentence: {
            code: string;
            zh: string;
            en: string;
        };
        Problem: {
            /** @description urn:miandun:error: and the code */
            type: string;
            title: string;
            status: number;
            /** @example people.consent_missing */
            code: string;
            detail_zh: string;
            detail_en: string;
            request_id: string;
            /** @description Why a picture was not taken */
            reasons?: components["schemas"]["Sentence"][];
            /** @description What is wrong where, for requests outside their schema */
            fields?: {
                /** @description JSON pointer or parameter name */
                path: string;
                zh: string;
                en: string;
            }[];
        };
        Health: {
            ok: boolean;
            checks: {
                name: string;
                ok: boolean;
            }[];
        };
        Public: {
            product: string;
            version: string;
            profile: components["schemas"]["Profile"];
            languages: components["schemas"]["Language"][];
        };
        /**
         * @description 非关基 or 关基
         * @enum {string}
         */
        Profile: "general" | "cii";
        /** @enum {string} */
        Language: "zh-CN" | "en";
        /** @enum {string} */
        Role: "administrator" | "operator" | "guard" | "auditor";
        /** @enum {string} */
        Permission: "own_account" | "manage_users" | "manage_devices" | "manage_certificates" | "manage_settings" | "read_settings" | "read_ledger" | "read_persons" | "write_persons" | "read_notices" | "write_notices" | "verify" | "identify" | "read_events" | "read_deletions" | "manage_doors" | "open_doors" | "intake" | "view_video" | "manage_cameras" | "read_captures" | "read_alerts" | "handle_alerts" | "read_statistics" | "manage_watch_lists" | "manage_webhooks";
        /** @example admin */
        UserName: string;
        /** Format: password */
        Password: string;
        PasswordSignIn: {
            name: string;
            password: components["schemas"]["Password"];
        };
        Challenge: {
            challenge_id: components["schemas"]["Id"];
        };
        ChallengeCode: {
            challenge_id: components["schemas"]["Id"];
            code: components["schemas"]["OneTimeCode"];
        };
        ChallengeCredential: {
            challenge_id: components["schemas"]["Id"];
            credential: components["schemas"]["WebauthnCredential"];
        };
        TotpConfirmation: {
            code: components["schemas"]["OneTimeCode"];
            label?: components["schemas"]["Label"];
        };
        WebauthnConfirmation: {
            credential: components["schemas"]["WebauthnCredential"];
            label?: components["schemas"]["Label"];
        };
        OneTimeCode: string;
        /** @example 办公室电脑指纹 */
        Label: string;
        /** @description What the browser returns (RegistrationResponseJSON or AuthenticationResponseJSON of WebAuthn level 3) */
        WebauthnCredential: {
            id: string;
            rawId: string;
            /** @constant */
            type: "public-key";
            response: {
                clientDataJSON: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        SecondFactorKind: "totp" | "webauthn" | "certificate";
        SignInStep: components["schemas"]["SecondFactorNeeded"] | components["schemas"]["FactorEnrolmentNeeded"];
        SecondFactorNeeded: {
            /** @constant */
            state: "second_factor";
            challenge_id: components["schemas"]["Id"];
            methods: components["schemas"]["SecondFactorKind"][];
            /** @description PublicKeyCredentialRequestOptionsJSON */
            webauthn: {
                [key: string]: unknown;
            } | null;
        };
        FactorEnrolmentNeeded: {
            /** @constant */
            state: "enrol_factor";
            challenge_id: components["schemas"]["Id"];
            totp: {
                /** @description base32 */
                secret: string;
                uri: string;
                qr_svg: string;
            };
            /** @description PublicKeyCredentialCreationOptionsJSON */
            webauthn: {
                [key: string]: unknown;
            } | null;
        };
        SignedIn: {
            /** @constant */
            state: "signed_in";
            user: {
                id: components["schemas"]["Id"];
                name: string;
                role: components["schemas"]["Role"];
                language: components["schemas"]["Language"];
                /** @description What the user may do now; own_account alone while the password must be changed */
                permissions: components["schemas"]["Permission"][];
            };
            csrf_token: string;
            expires_at: components["schemas"]["Time"];
            must_change_password: boolean;
        };
        Session: {
            id: components["schemas"]["Id"];
            user_id: components["schemas"]["Id"];
            user_name: string;
            address: string;
            user_agent: string;
            created_at: components["schemas"]["Time"];
            last_seen_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["Time"];
            current: boolean;
        };
        User: {
            id: components["schemas"]["Id"];
            name: string;
            role: components["schemas"]["Role"];
            language: components["schemas"]["Language"];
            enabled: boolean;
            must_change_password: boolean;
            /** @description 0: the next sign-in has to enrol one */
            second_factors: number;
            created_at: components["schemas"]["Time"];
            last_sign_in_at: components["schemas"]["Time"] | null;
        };
        NewUser: {
            name: components["schemas"]["UserName"];
            role: components["schemas"]["Role"];
            language?: components["schemas"]["Language"];
        };
        UserChange: {
            name?: components["schemas"]["UserName"];
            role?: components["schemas"]["Role"];
            language?: components["schemas"]["Language"];
            enabled?: boolean;
        };
        OwnChange: {
            language: components["schemas"]["Language"];
        };
        UserWithPassword: {
            user: components["schemas"]["User"];
            one_time_password: string;
        };
        PasswordChange: {
            old: components["schemas"]["Password"];
            new: components["schemas"]["Password"];
        };
        Factor: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["SecondFactorKind"];
            label: string;
            /** @description The authenticator checked a fingerprint or face or PIN */
            verifies_user: boolean;
            created_at: components["schemas"]["Time"];
            last_used_at: components["schemas"]["Time"] | null;
        };
        TotpOffer: {
            secret: string;
            uri: string;
            qr_svg: string;
        };
        WebauthnOffer: {
            /** @description PublicKeyCredentialCreationOptionsJSON */
            options: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        DeviceKind: "camera" | "terminal" | "program";
        /** @description At least one of both; with both, both must fit */
        DeviceBinding: {
            /** @description SHA-256 fingerprint of the client certificate */
            certificate?: string;
            addresses?: string[];
        };
        Device: {
            id: components["schemas"]["Id"];
            name: string;
            kind: components["schemas"]["DeviceKind"];
            door_id: components["schemas"]["Id"] | null;
            bound_to: components["schemas"]["DeviceBinding"];
            permissions: components["schemas"]["Permission"][];
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["Time"] | null;
            last_used_at: components["schemas"]["Time"] | null;
            revoked_at: components["schemas"]["Time"] | null;
        };
        NewDevice: {
            name: components["schemas"]["ShortText"];
            kind: components["schemas"]["DeviceKind"];
            door_id?: components["schemas"]["Id"];
            bound_to: components["schemas"]["DeviceBinding"];
            /** @description Fewer than the kind has; all of them when absent */
            permissions?: components["schemas"]["Permission"][];
            expires_at?: components["schemas"]["Time"];
        };
        DeviceWithKey: {
            device: components["schemas"]["Device"];
            /** @description Shown once */
            api_key: string;
        };
        /** @enum {string} */
        CertificateKind: "server" | "user" | "device" | "gateway";
        Certificate: {
            serial: string;
            kind: components["schemas"]["CertificateKind"];
            common_name: string;
            fingerprint: string;
            not_before: components["schemas"]["Time"];
            not_after: components["schemas"]["Time"];
            revoked_at: components["schemas"]["Time"] | null;
            revocation_reason: string;
        };
        NewCertificate: {
            kind: components["schemas"]["CertificateKind"];
            /** @description Needed without a signing request */
            common_name?: string;
            dns_names?: string[];
            ip_addresses?: string[];
            /** @description PKCS#10 in PEM */
            signing_request?: string;
        };
        IssuedCertificate: {
            serial: string;
            certificate_pem: string;
            root_pem: string;
            /** @description null when a signing request was given */
            private_key_pem: string | null;
            pkcs12: string | null;
            pkcs12_password: string | null;
        };
        Authority: {
            profile: components["schemas"]["Profile"];
            subject: string;
            root_pem: string;
            fingerprints: {
                sha256: string;
                sm3: string;
            };
            not_after: components["schemas"]["Time"];
        };
        Notice: {
            id: components["schemas"]["Id"];
            version: number;
            supersedes: components["schemas"]["Id"] | null;
            superseded_by: components["schemas"]["Id"] | null;
            title: string;
            purposes: string[];
            data_types: string[];
            image_count: number;
            processing: string;
            storage_days: number;
            third_parties: string;
            alternative: string;
            contact: string;
            text_zh: string;
            text_en: string;
            created_at: components["schemas"]["Time"];
        };
        NewNotice: {
            title: components["schemas"]["ShortText"];
            /**
             * @example [
             *       "小区出入口通行"
             *     ]
             */
            purposes: components["schemas"]["ShortText"][];
            /**
             * @example [
             *       "人脸照片",
             *       "人脸特征",
             *       "姓名"
             *     ]
             */
            data_types: components["schemas"]["ShortText"][];
            image_count: number;
            processing: components["schemas"]["LongText"];
            storage_days: number;
            /** @description empty when none */
            third_parties: string;
            alternative: components["schemas"]["LongText"];
            contact: components["schemas"]["ShortText"];
            text_zh: components["schemas"]["LongText"];
            text_en: components["schemas"]["LongText"];
            supersedes?: components["schemas"]["Id"];
        };
        /** @enum {string} */
        PersonKind: "resident" | "staff" | "visitor" | "contractor" | "other";
        /** @enum {string} */
        DeletionReason: "left" | "withdrawn" | "expired" | "request";
        /** @enum {string} */
        ConsentChannel: "paper" | "screen" | "app" | "mini_program";
        Guardian: {
            name: components["schemas"]["ShortText"];
            relation: components["schemas"]["ShortText"];
            document_number: string;
        };
        NewConsent: {
            notice_id: components["schemas"]["Id"];
            purposes: components["schemas"]["ShortText"][];
            channel: components["schemas"]["ConsentChannel"];
            /** @description Where the proof is kept (file number or record) */
            evidence: string;
            guardian?: components["schemas"]["Guardian"];
        };
        Consent: {
            id: components["schemas"]["Id"];
            notice_id: components["schemas"]["Id"];
            purposes: string[];
            channel: components["schemas"]["ConsentChannel"];
            evidence: string;
            guardian: components["schemas"]["Guardian"] | null;
            given_at: components["schemas"]["Time"];
            withdrawn_at: components["schemas"]["Time"] | null;
        };
        ConsentWithdrawn: {
            /** @description null when other consents still carry the enrolment */
            deletion_id: components["schemas"]["Id"] | null;
        };
        NewPerson: {
            /** @example 张三 */
            name: string;
            external_id?: string;
            kind: components["schemas"]["PersonKind"];
            birth_date?: components["schemas"]["Date"];
            department?: string;
            phone?: string;
            document_number?: string;
            valid_from?: components["schemas"]["Time"];
            valid_until?: components["schemas"]["Time"];
            groups?: string[];
            consent: components["schemas"]["NewConsent"];
            images: components["schemas"]["Picture"][];
        };
        PersonChange: {
            name?: string;
            external_id?: string | null;
            kind?: components["schemas"]["PersonKind"];
            department?: string | null;
            phone?: string | null;
            valid_from?: components["schemas"]["Time"] | null;
            valid_until?: components["schemas"]["Time"] | null;
            groups?: string[];
        };
        PersonSummary: {
            id: components["schemas"]["Id"];
            name: string;
            kind: components["schemas"]["PersonKind"];
            external_id: string | null;
            department: string | null;
            groups: string[];
            valid_from: components["schemas"]["Time"] | null;
            valid_until: components["schemas"]["Time"] | null;
            image_count: number;
            state: components["schemas"]["PersonState"];
            created_at: components["schemas"]["Time"];
            /** @description End of validity or of the storage time that was told */
            delete_due_at: components["schemas"]["Time"];
        };
        /**
         * @description Whether the person can be recognised now; stopped: no template that can be compared, until it is renewed
         * @enum {string}
         */
        PersonState: "active" | "not_yet_valid" | "expired" | "no_image" | "stopped";
        Person: {
            id: components["schemas"]["Id"];
            name: string;
            kind: components["schemas"]["PersonKind"];
            external_id: string | null;
            birth_date: components["schemas"]["Date"] | null;
            department: string | null;
            /** @description masked */
            phone: string | null;
            /** @description masked */
            document_number: string | null;
            groups: string[];
            valid_from: components["schemas"]["Time"] | null;
            valid_until: components["schemas"]["Time"] | null;
            image_count: number;
            state: components["schemas"]["PersonState"];
            created_at: components["schemas"]["Time"];
            /** @description End of validity or of the storage time that was told */
            delete_due_at: components["schemas"]["Time"];
            consents: components["schemas"]["Consent"][];
            images: components["schemas"]["PersonImage"][];
        };
        PersonCreated: {
            person: components["schemas"]["Person"];
            pictures: components["schemas"]["PictureQuality"][];
            /** @description Registered persons who look like this one; to be checked by the operator */
            possibly_same: {
                id: components["schemas"]["Id"];
                name: string;
            }[];
        };
        PersonImage: {
            image_ref: components["schemas"]["Id"];
            /** @example jpeg */
            format: string;
            added_at: components["schemas"]["Time"];
            /** @description Whether the picture itself is kept beside its feature */
            kept: boolean;
        };
        PersonsSummary: {
            count: number;
            filing: {
                threshold: number;
                reached: boolean;
                /** @description true from 80 % on */
                reminder: boolean;
                reached_at: components["schemas"]["Time"] | null;
                /** @description Last of the 30 working days to file in */
                due: components["schemas"]["Date"] | null;
            };
        };
        ImportResult: {
            imported: number;
            rejected: {
                row: number;
                name: string;
                code: string;
                zh: string;
                en: string;
            }[];
            /** @description Registered persons who look like one just imported */
            possibly_same: components["schemas"]["Id"][];
        };
        OneImage: {
            image: components["schemas"]["Picture"];
        };
        Renewal: {
            image?: components["schemas"]["Picture"];
        };
        DeletionStarted: {
            deletion_id: components["schemas"]["Id"];
        };
        PictureCheck: {
            image: components["schemas"]["Picture"];
            /** @enum {string} */
            use: "enrol" | "verify" | "search";
        };
        PictureQuality: {
            usable: boolean;
            reasons: components["schemas"]["Sentence"][];
            /** @description Allowed but worth knowing (the same picture in another format) */
            notes: components["schemas"]["Sentence"][];
            width: number;
            height: number;
            /** @description Pixels of the picture */
            face: {
                x: number;
                y: number;
                width: number;
                height: number;
            } | null;
            quality: {
                face_height_px: number;
                sharpness: number;
                brightness: number;
                contrast: number;
                yaw: number;
                pitch: number;
                roll: number;
                eyes_open: number;
                occlusion: number;
                overall: number;
            };
        };
        /** @enum {string} */
        DecisionCode: "accepted" | "refused" | "not_judged";
        /**
         * @description How sure the decision is; a score is never given
         * @enum {string}
         */
        Band: "none" | "weak" | "clear" | "strong";
        Liveness: {
            /** @enum {string} */
            outcome: "live" | "attack" | "not_judged";
            reasons: components["schemas"]["Sentence"][];
        };
        /** @description One person over 0.3 to 3 s; at least 8 frames let liveness judge */
        Frames: components["schemas"]["Picture"][];
        DocumentVerification: {
            document_image: components["schemas"]["Picture"];
            /** @description Read from the document; never stored */
            document_fields?: {
                [key: string]: string;
            };
            live_frames: components["schemas"]["Frames"];
        };
        PersonVerification: {
            live_frames: components["schemas"]["Frames"];
        };
        VerificationDecision: {
            decision: components["schemas"]["DecisionCode"];
            reasons: components["schemas"]["Sentence"][];
            band: components["schemas"]["Band"];
            liveness: components["schemas"]["Liveness"];
            /** @description The false-match rate asked for */
            fmr: number;
            event_id: components["schemas"]["Id"];
        };
        Identification: {
            frames: components["schemas"]["Frames"];
            door_id?: components["schemas"]["Id"];
        };
        IdentificationDecision: {
            decision: components["schemas"]["DecisionCode"];
            reasons: components["schemas"]["Sentence"][];
            band: components["schemas"]["Band"];
            liveness: components["schemas"]["Liveness"];
            person: {
                id: components["schemas"]["Id"];
                /** @description only for operators who may see it */
                name: string | null;
                kind: components["schemas"]["PersonKind"];
            } | null;
            door: {
                id: components["schemas"]["Id"];
                opened: boolean;
            } | null;
            event_id: components["schemas"]["Id"];
        };
        /** @enum {string} */
        Weekday: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        /** @description Time of Asia/Shanghai; a `to` that is not after `from` reaches into the next day; optionally only between two days */
        Schedule: {
            days: components["schemas"]["Weekday"][];
            /** @example 08:00 */
            from: string;
            /** @example 20:00 */
            to: string;
            first_day?: components["schemas"]["Date"];
            last_day?: components["schemas"]["Date"];
        };
        /** @description Security grade of GB/T 37078-2018 5.2; at least 2 (general) or 3 (cii) */
        DoorGrade: number;
        Door: {
            id: components["schemas"]["Id"];
            name: string;
            schedules: components["schemas"]["Schedule"][];
            groups: string[];
            grade: components["schemas"]["DoorGrade"];
            /** @description The way in that needs no face */
            alternative: string;
            created_at: components["schemas"]["Time"];
        };
        NewDoor: {
            name: components["schemas"]["ShortText"];
            /** @description empty means always */
            schedules: components["schemas"]["Schedule"][];
            /** @description empty means every registered person */
            groups: string[];
            grade: components["schemas"]["DoorGrade"];
            alternative?: components["schemas"]["Alternative"];
        };
        /**
         * @description The way in that needs no face
         * @example 刷卡
         */
        Alternative: string;
        DoorChange: {
            name?: components["schemas"]["ShortText"];
            schedules?: components["schemas"]["Schedule"][];
            groups?: string[];
            grade?: components["schemas"]["DoorGrade"];
            alternative?: components["schemas"]["Alternative"];
        };
        NewBlocked: {
            person_id: components["schemas"]["Id"];
            reason: components["schemas"]["ShortText"];
            until?: components["schemas"]["Time"];
        };
        Blocked: {
            person_id: components["schemas"]["Id"];
            reason: string;
            until: components["schemas"]["Time"] | null;
            created_at: components["schemas"]["Time"];
        };
        /** @enum {string} */
        EventKind: "verification" | "identification";
        Event: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["EventKind"];
            time: components["schemas"]["Time"];
            decision: components["schemas"]["DecisionCode"];
            reasons: components["schemas"]["Sentence"][];
            band: components["schemas"]["Band"];
            /** @enum {string} */
            liveness: "live" | "attack" | "not_judged";
            door_id: components["schemas"]["Id"] | null;
            /** @description Opaque; not an id of any other store */
            person_ref: string | null;
            /** @description The user or device that asked */
            source: string;
        };
        PersonName: {
            id: components["schemas"]["Id"];
            name: string;
            kind: components["schemas"]["PersonKind"];
        };
        /** @example 南门东侧 */
        CameraName: string;
        /** @example 小区南门 */
        GroupName: string;
        /** @description Of a region or schedule or rule or watch list */
        ItemName: string;
        /**
         * @description rtsp, rtsps, http or https URL without user and password, a file, a folder of pictures, or a device such as /dev/video0
         * @example rtsp://192.168.1.64:554/Streaming/Channels/101
         */
        SourceAddress: string;
        /**
         * @description edge: takes pictures of faces itself and delivers them
         * @enum {string}
         */
        CameraKind: "stream" | "file" | "folder" | "usb" | "edge";
        /**
         * @description stopped while the camera is switched off
         * @enum {string}
         */
        StreamState: "connecting" | "running" | "stalled" | "backing_off" | "refused" | "stopped" | "ended";
        Fraction: number;
        CameraReport: {
            camera_id: components["schemas"]["Id"];
            state: components["schemas"]["StreamState"];
            /** @description Why it is not running */
            error: components["schemas"]["Sentence"] | null;
            /** @example h264 */
            codec: string;
            width: number;
            height: number;
            /** @description Pictures a second over the last seconds */
            fps: number;
            /** @description How often faces are looked for */
            detections_per_second: number;
            /** @description Since the stream was started; so are the counters below */
            frames: number;
            dropped: number;
            corrupt: number;
            connects: number;
            breaks: number;
            /** @description null before the first picture */
            since_last_frame_ms: number | null;
            faces_now: number;
            tracks_now: number;
            /** @description From a picture's arrival to its alert (median class); null while there was none */
            alert_latency_ms: number | null;
        };
        Camera: {
            id: components["schemas"]["Id"];
            name: string;
            kind: components["schemas"]["CameraKind"];
            /** @description null: the camera stands by itself */
            group: string | null;
            /** @description null for edge cameras and for callers who may not manage cameras */
            address: string | null;
            user: string | null;
            has_password: boolean;
            transport: components["schemas"]["StreamTransport"];
            loop: boolean;
            enabled: boolean;
            /** @description Of an edge camera; whose key delivers */
            device_id: components["schemas"]["Id"] | null;
            created_at: components["schemas"]["Time"];
            version: number;
            report: components["schemas"]["CameraReport"];
        };
        /**
         * @description Of RTSP
         * @enum {string}
         */
        StreamTransport: "tcp" | "udp";
        StreamUser: string;
        /** Format: password */
        StreamPassword: string;
        NewCamera: {
            name: components["schemas"]["CameraName"];
            kind: components["schemas"]["CameraKind"];
            /** @description The camera stands by itself when absent */
            group?: components["schemas"]["GroupName"];
            /** @description Needed but for `edge` */
            address?: components["schemas"]["SourceAddress"];
            /** @description Needed for `edge` */
            device_id?: components["schemas"]["Id"];
            user?: components["schemas"]["StreamUser"];
            password?: components["schemas"]["StreamPassword"];
            transport?: components["schemas"]["StreamTransport"];
            /** @description A file starts again at its end */
            loop?: boolean;
            enabled?: boolean;
        };
        CameraChange: {
            name?: components["schemas"]["CameraName"];
            group?: components["schemas"]["GroupName"] | null;
            address?: components["schemas"]["SourceAddress"];
            device_id?: components["schemas"]["Id"];
            user?: components["schemas"]["StreamUser"] | null;
            password?: components["schemas"]["StreamPassword"] | null;
            transport?: components["schemas"]["StreamTransport"];
            loop?: boolean;
            enabled?: boolean;
        };
        CameraProbe: {
            address: components["schemas"]["SourceAddress"];
            user?: components["schemas"]["StreamUser"];
            password?: components["schemas"]["StreamPassword"];
            transport?: components["schemas"]["StreamTransport"];
            /** @description Whose saved password is tried when none is given */
            camera_id?: components["schemas"]["Id"];
        };
        ProbeResult: {
            ok: boolean;
            state: components["schemas"]["StreamState"];
            error: components["schemas"]["Sentence"] | null;
            codec: string;
            width: number;
            height: number;
            fps: number;
            /** @description JPEG of at most 640 pixels across */
            picture: string | null;
        };
        LiveBoxes: {
            /** @description Of the picture they were found on; null before the first */
            time: components["schemas"]["Time"] | null;
            /** @description Its number */
            frame: number;
            boxes: components["schemas"]["LiveBox"][];
        };
        LiveBox: {
            track: number;
            /** @description x, y, width and height as fractions of the picture */
            box: number[];
            /** @description Recognised as one subject */
            confirmed: boolean;
            /** @description false: predicted; not seen in this very picture */
            seen: boolean;
            /** @description Short label of this run only; nobody's name */
            subject: string;
            regions: string[];
            /** @description Name of the list it was found on */
            watch_list: string | null;
        };
        /** @example 30s */
        Span: string;
        /** @enum {string} */
        CaptureOutput: "best" | "first_last";
        CameraGroup: {
            /** @description As in the path of its settings */
            name: string;
            cameras: components["schemas"]["Id"][];
            rules: number;
        };
        AnalysisSettings: {
            /** @description null switches one off but not both; at most two pictures of a subject and window either way */
            deduplication?: {
                /** @description 连续去重 from 1 s */
                continuous?: {
                    unit?: components["schemas"]["Span"];
                    output?: components["schemas"]["CaptureOutput"];
                } | null;
                /** @description 间断去重 from 1 min */
                intermittent?: {
                    window?: components["schemas"]["Span"];
                    output?: components["schemas"]["CaptureOutput"];
                } | null;
            };
            regions?: components["schemas"]["AnalysisRegion"][];
            schedules?: components["schemas"]["AnalysisSchedule"][];
            rules?: components["schemas"]["AnalysisRule"][];
            /** @description 已生效但可能并非本意之处 What holds but is perhaps not meant; ignored in a change */
            readonly remarks?: components["schemas"]["AnalysisRemark"][];
        };
        /**
         * @example {
         *       "code": "rules_overlap",
         *       "path": "/rules/1",
         *       "zh": "规则“stay-hall”与“stay-hall-2”重叠，同一人会各触发一次预警。",
         *       "en": "Rules 'stay-hall' and 'stay-hall-2' overlap; each raises its own alert."
         *     }
         */
        AnalysisRemark: {
            /**
             * @description schedule_over or schedule_unused or region_unused or rules_overlap
             * @example rules_overlap
             */
            code: string;
            /**
             * @description JSON pointer to what it is about
             * @example /rules/1
             */
            path: string;
            zh: string;
            en: string;
        };
        AnalysisRegion: {
            name: components["schemas"]["ItemName"];
            /** @description Of every camera of the group when absent */
            camera?: components["schemas"]["Id"];
            /** @description Corners as fractions of the picture's width and height; not crossing itself */
            polygon: number[][];
        };
        /** @description A `to` that is not after `from` reaches into the next day */
        AnalysisSchedule: {
            name: components["schemas"]["ItemName"];
            days?: components["schemas"]["Weekday"][];
            from?: string;
            to?: string;
            /** @description Days on which it holds whatever the weekday */
            dates?: components["schemas"]["Date"][];
            /** @description Days on which it does not */
            holidays?: components["schemas"]["Date"][];
            /** @example Asia/Shanghai */
            zone?: string;
        };
        AnalysisRule: {
            name?: components["schemas"]["ItemName"];
            kind: components["schemas"]["AlertKind"];
            region?: components["schemas"]["ItemName"];
            regions?: components["schemas"]["ItemName"][];
            /** @description Always when absent */
            schedule?: components["schemas"]["ItemName"];
            /** @description Name of a watch list; appearance only */
            watch_list?: components["schemas"]["ItemName"];
            longer_than?: components["schemas"]["Span"];
            more_often_than?: number;
            within?: components["schemas"]["Span"];
            /** @description A subject not seen for up to this long is still there */
            gap?: components["schemas"]["Span"];
            cool_down?: components["schemas"]["Span"];
            /** @description Intrusion only; whoever enters moving this way within 90 degrees */
            direction?: number[];
        };
        /** @enum {string} */
        CaptureKind: "best" | "first" | "last";
        /** @description The same for one person within one window; nobody can join two windows */
        SubjectLabel: string;
        Capture: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["CaptureKind"];
            /**
             * @description closed: final; withdrawn (in the event stream alone): of a subject that has its captures already, deleted
             * @enum {string}
             */
            stage: "opened" | "replaced" | "closed" | "withdrawn";
            subject: components["schemas"]["SubjectLabel"];
            camera_id: components["schemas"]["Id"];
            regions: string[];
            first_seen: components["schemas"]["Time"];
            last_seen: components["schemas"]["Time"];
            taken_at: components["schemas"]["Time"];
            quality: components["schemas"]["Fraction"];
            has_picture: boolean;
        };
        EdgeCapture: {
            time: components["schemas"]["Time"];
            picture: components["schemas"]["Picture"];
        };
        EdgeCaptureTaken: {
            /** @description Found in the picture */
            faces: number;
            /** @description Of a quality to be recognised again */
            good_enough: number;
        };
        /**
         * @description 禁行闯入 or 异常滞留 or 异常徘徊 or 出现异常
         * @enum {string}
         */
        AlertKind: "intrusion" | "stay" | "wander" | "appearance";
        /**
         * @description How far its handling has come
         * @enum {string}
         */
        AlertState: "raised" | "acknowledged" | "closed";
        /**
         * @description 属实 or 误报 or 测试
         * @enum {string}
         */
        AlertOutcome: "true" | "false_alarm" | "test";
        Alert: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["AlertKind"];
            /** @example C5 */
            clause: string;
            rule: string;
            camera_id: components["schemas"]["Id"];
            regions: string[];
            subject: string;
            watch_list: string | null;
            /** @description Label of the list's entry; never a name */
            entry: string | null;
            first_seen: components["schemas"]["Time"];
            last_seen: components["schemas"]["Time"];
            raised_at: components["schemas"]["Time"];
            /** @description null while what it is about goes on */
            ended_at: components["schemas"]["Time"] | null;
            /** @description over; or restart: the service stopped before anyone saw the end */
            end: string | null;
            state: components["schemas"]["AlertState"];
            acknowledged_by: components["schemas"]["Actor"] | null;
            acknowledged_at: components["schemas"]["Time"] | null;
            closed_by: components["schemas"]["Actor"] | null;
            closed_at: components["schemas"]["Time"] | null;
            outcome: components["schemas"]["AlertOutcome"] | null;
            evidence: components["schemas"]["AlertEvidence"][];
            comments: number;
            version: number;
        };
        Actor: {
            /** @description A user's id, device: and its id, or system */
            id: string;
            /** @description Of a user or device that still exists */
            name: string | null;
        };
        AlertEvidence: {
            number: number;
            taken_at: components["schemas"]["Time"];
            quality: components["schemas"]["Fraction"];
            has_picture: boolean;
        };
        AlertComment: {
            time: components["schemas"]["Time"];
            author: components["schemas"]["Actor"];
            text: string;
        };
        NewAlertComment: {
            text: string;
        };
        AlertClosure: {
            outcome: components["schemas"]["AlertOutcome"];
            comment?: string;
        };
        AlertCounts: {
            raised: number;
            acknowledged: number;
            closed: number;
            ongoing: number;
        };
        StatisticsLine: {
            from: components["schemas"]["Time"];
            camera_id: components["schemas"]["Id"];
            /** @description null: the whole picture */
            region: string | null;
            /** @description Distinct subjects of each hour added up */
            people: number;
            /** @description Appearances by how long they were */
            dwell: number[];
            dwell_total_s: number;
            alerts: {
                intrusion: number;
                stay: number;
                wander: number;
                appearance: number;
            };
            /** @description Of the stream; whole picture only */
            minutes_running: number;
            minutes_broken: number;
        };
        WatchBasis: {
            /** @description On what ground; law or order or consent */
            text: string;
            /**
             * @description Of the decision or order or signed consent
             * @example 沪公治〔2026〕12号
             */
            document_number: string;
            /** @description At most two years ahead (cii one); list or entry is deleted then */
            valid_until: components["schemas"]["Time"];
        };
        NewWatchList: {
            name: components["schemas"]["ItemName"];
            basis: components["schemas"]["WatchBasis"];
        };
        WatchListChange: {
            name?: components["schemas"]["ItemName"];
            basis?: components["schemas"]["WatchBasis"];
        };
        WatchList: {
            id: components["schemas"]["Id"];
            name: string;
            basis: components["schemas"]["WatchBasis"];
            entries: number;
            created_at: components["schemas"]["Time"];
            version: number;
        };
        NewWatchEntry: {
            /**
             * @description A number of the order; not a name
             * @example BK-2026-012-3
             */
            label: string;
            /** @description Of its own; ends with it or with the list */
            basis?: components["schemas"]["WatchBasis"];
            pictures: components["schemas"]["Picture"][];
        };
        WatchEntry: {
            id: components["schemas"]["Id"];
            label: string;
            basis: components["schemas"]["WatchBasis"] | null;
            /** @description Features made; the pictures themselves are not kept */
            pictures: number;
            created_at: components["schemas"]["Time"];
        };
        /** @example https://soc.example.cn/hooks/miandun */
        WebhookUrl: string;
        /** @enum {string} */
        WebhookEvent: "alert.raised" | "alert.updated" | "alert.ended" | "alert.acknowledged" | "alert.commented" | "alert.closed" | "capture";
        WebhookEvents: components["schemas"]["WebhookEvent"][];
        /** @description Root certificate of the receiver in PEM; the system's authorities when absent */
        TrustedRoot: string;
        NewWebhook: {
            name: components["schemas"]["ItemName"];
            url: components["schemas"]["WebhookUrl"];
            events: components["schemas"]["WebhookEvents"];
            trusted_root?: components["schemas"]["TrustedRoot"];
            enabled?: boolean;
        };
        WebhookChange: {
            name?: components["schemas"]["ItemName"];
            url?: components["schemas"]["WebhookUrl"];
            events?: components["schemas"]["WebhookEvents"];
            trusted_root?: components["schemas"]["TrustedRoot"] | null;
            enabled?: boolean;
        };
        Webhook: {
            id: components["schemas"]["Id"];
            name: string;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            trusted_root: string | null;
            enabled: boolean;
            created_at: components["schemas"]["Time"];
            version: number;
            waiting: number;
            /** @description Dead letters */
            dead: number;
            /** @description Of the last failure; null after a success */
            last_error: string | null;
            last_error_text: components["schemas"]["Sentence"] | null;
        };
        WebhookWithSecret: {
            webhook: components["schemas"]["Webhook"];
            /** @description Shown once */
            secret: string;
        };
        Delivery: {
            id: components["schemas"]["Id"];
            /** @example alert.raised */
            event: string;
            queued_at: components["schemas"]["Time"];
            next_at: components["schemas"]["Time"] | null;
            attempts: number;
            dead: boolean;
            /** @description A code, or `http 500` */
            last_error: string | null;
            last_error_text: components["schemas"]["Sentence"] | null;
        };
        RetentionKind: {
            name: string;
            label_zh: string;
            label_en: string;
            term_days: number;
            maximum_days: number;
            due_now: number;
            due_day: number;
            due_week: number;
            due_month: number;
        };
        RetentionTerm: {
            term_days: number;
        };
        /** @description One thing by its opaque reference, or what came to one camera in one hour, by their number */
        DueItem: {
            /** @description null for data of the analysis */
            ref: string | null;
            due_at: components["schemas"]["Time"];
            count: number;
            /** @description Its id or name, where the data is of one camera */
            camera: string | null;
        };
        DeletionSummary: {
            id: components["schemas"]["Id"];
            person_ref: string;
            reason: components["schemas"]["DeletionReason"];
            requested_at: components["schemas"]["Time"];
            finished_at: components["schemas"]["Time"] | null;
        };
        Deletion: {
            id: components["schemas"]["Id"];
            person_ref: string;
            reason: components["schemas"]["DeletionReason"];
            requested_at: components["schemas"]["Time"];
            finished_at: components["schemas"]["Time"] | null;
            steps: {
                what: string;
                store: string;
                count: number;
                at: components["schemas"]["Time"];
            }[];
            scan: {
                stores: number;
                bytes_scanned: number;
                found: number;
            } | null;
            ledger_index: number | null;
            ledger_proof: components["schemas"]["LedgerProof"] | null;
        };
        LedgerEntry: {
            index: number;
            time: components["schemas"]["Time"];
            actor: string;
            /** @example user.sign_in */
            action: string;
            object: string;
            /** @enum {string} */
            outcome: "ok" | "refused" | "failed";
            /** @example D11 */
            clause: string;
            detail: {
                [key: string]: unknown;
            };
        };
        /** @description RFC 6962 inclusion proof with the signed head */
        LedgerProof: {
            [key: string]: unknown;
        };
        LedgerReport: {
            whole: boolean;
            entries: number;
            signed_heads: number;
            covered_by_heads: number;
            first_bad_entry: number | null;
            problem: string;
        };
        CalibrationTargets: {
            /** @example 0.0001 */
            fmr_verification: number;
            /** @example 0.001 */
            fpir_identification: number;
        };
        Calibration: {
            /** @description Impostor scores counted on this site */
            scores: number;
            people: number;
            source: string;
            fmr_verification: number;
            fpir_identification: number;
            thresholds: {
                fmr: number;
                low: number;
                high: number;
                source: string;
            }[];
            /** @description Counts of impostor scores from -1 to 1 in 200 bins */
            histogram: number[];
        };
        NewBasis: {
            /** @example GB 50348-2018 */
            standard: string;
            /** @description Number of the order or project document */
            document: string;
            /** @description Who decided */
            by: string;
        };
        Basis: {
            standard: string;
            document: string;
            by: string;
            set_at: components["schemas"]["Time"];
        };
        Standard: {
            name: string;
            title_zh: string;
            /** @description For networked rather than local use */
            networked: boolean;
        };
        NewAssessment: {
            title: components["schemas"]["ShortText"];
            document: components["schemas"]["ShortText"];
            assessor: components["schemas"]["ShortText"];
            conclusion: string;
            performed_at: components["schemas"]["Time"];
        };
        Assessment: {
            title: string;
            document: string;
            assessor: string;
            conclusion: string;
            performed_at: components["schemas"]["Time"];
            recorded_at: components["schemas"]["Time"];
        };
        System: {
            version: string;
            profile: components["schemas"]["Profile"];
            models: {
                [key: string]: unknown;
            };
            basis: components["schemas"]["Basis"] | null;
            checks: {
                name: string;
                ok: boolean;
                zh: string;
                en: string;
                clause: string;
            }[];
            counts: {
                [key: string]: number;
            };
        };
        ComplianceRow: {
            /** @example B1 */
            clause: string;
            title_zh: string;
            title_en: string;
            /** @enum {string} */
            status: "met" | "not_met" | "not_applicable";
            /** @description What on this system shows it */
            zh: string;
            en: string;
        };
    };
    responses: {
        /** @description 出错 Problem (RFC 9457) */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Camera */
        Camera: {
            headers: {
                /** @description Version for If-Match */
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Camera"];
            };
        };
        /** @description Settings */
        AnalysisSettings: {
            headers: {
                /** @description Version for If-Match */
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AnalysisSettings"];
            };
        };
        /** @description Alert */
        Alert: {
            headers: {
                /** @description Version for If-Match */
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Alert"];
            };
        };
        /** @description Watch list */
        WatchList: {
            headers: {
                /** @description Version for If-Match */
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WatchList"];
            };
        };
        /** @description Signed in */
        SignedIn: {
            headers: {
                /** @description md_session */
                "Set-Cookie"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SignedIn"];
            };
        };
    };
    parameters: {
        /** @description 每页条数 Items a page */
        Limit: number;
        /** @description 上一页的 next_cursor From the page before */
        Cursor: string;
        /** @description 起始时间（含）From */
        From: components["schemas"]["Time"];
        /** @description 结束时间（不含）Until */
        To: components["schemas"]["Time"];
        CameraId: components["schemas"]["Id"];
        /** @description 时间步长 Width of a step */
        Step: "hour" | "day" | "week" | "month";
        /** @description 区域名称，* 为逐个区域 Name of a region or * */
        StatisticsRegion: string;
        /** @description 画面宽度 Pixels across */
        PictureWidth: number;
        /** @description 每秒画面数上限 At most so many pictures a second */
        PictureRate: number;
        /** @description 期望的版本 ETag of the version that is changed */
        IfMatch: string;
        /** @description 防重复提交 A repeat with the same key gets the first answer */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    begin_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordSignIn"];
            };
        };
        responses: {
            /** @description Second factor needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInStep"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    finish_session_totp: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeCode"];
            };
        };
        responses: {
            200: components["responses"]["SignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    finish_session_webauthn: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeCredential"];
            };
        };
        responses: {
            200: components["responses"]["SignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    finish_session_certificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Challenge"];
            };
        };
        responses: {
            200: components["responses"]["SignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    enrol_session_totp: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeCode"];
            };
        };
        responses: {
            200: components["responses"]["SignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    enrol_session_webauthn: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeCredential"];
            };
        };
        responses: {
            200: components["responses"]["SignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    end_other_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserWithPassword"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description User */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reset_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserWithPassword"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    update_own_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    change_own_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_own_factors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Factors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Factor"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    offer_own_totp: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpOffer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirm_own_totp: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpConfirmation"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factor"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    offer_own_webauthn: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebauthnOffer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirm_own_webauthn: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebauthnConfirmation"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factor"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    bind_own_certificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bound */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factor"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_own_factor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                factor_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Devices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_device: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceWithKey"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_certificates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Certificates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Certificate"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    issue_certificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCertificate"];
            };
        };
        responses: {
            /** @description Issued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedCertificate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revoke_certificate: {
        parameters: {
            query: {
                reason: components["schemas"]["ShortText"];
            };
            header?: never;
            path: {
                serial: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_authority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Root */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authority"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_crl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CRL */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pkix-crl": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_notices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Notices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notice"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNotice"];
            };
        };
        responses: {
            /** @description Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_notice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Notice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_persons: {
        parameters: {
            query?: {
                /** @description 姓名、编号或部门包含的文字 Found in name or external id or department */
                text?: string;
                kind?: components["schemas"]["PersonKind"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Persons */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PersonSummary"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonCreated"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    summarise_persons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Summary */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonsSummary"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    import_persons: {
        parameters: {
            query?: {
                notice_id?: components["schemas"]["Id"];
            };
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/zip": string;
            };
        };
        responses: {
            /** @description Judged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_person: {
        parameters: {
            query: {
                reason: components["schemas"]["DeletionReason"];
            };
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionStarted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    update_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_consent: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConsent"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    withdraw_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
                consent_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentWithdrawn"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_person_images: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pictures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PersonImage"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_person_image: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneImage"];
            };
        };
        responses: {
            /** @description Enrolled */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonCreated"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_person_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
                image_ref: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    renew_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renewal"];
            };
        };
        responses: {
            /** @description Renewed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revoke_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stopped */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    export_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Own data */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    check_picture: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PictureCheck"];
            };
        };
        responses: {
            /** @description Judged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureQuality"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    verify_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentVerification"];
            };
        };
        responses: {
            /** @description Decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationDecision"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    verify_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonVerification"];
            };
        };
        responses: {
            /** @description Decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationDecision"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    identify: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Identification"];
            };
        };
        responses: {
            /** @description Decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentificationDecision"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_doors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Doors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Door"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_door: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDoor"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Door"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_door: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                door_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_door: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                door_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DoorChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Door"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_blocked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Blocked persons */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Blocked"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    block_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBlocked"];
            };
        };
        responses: {
            /** @description Blocked */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blocked"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    unblock_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                kind?: components["schemas"]["EventKind"];
                door_id?: components["schemas"]["Id"];
                decision?: components["schemas"]["DecisionCode"];
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_event_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonName"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_cameras: {
        parameters: {
            query?: {
                group?: components["schemas"]["GroupName"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Camera"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_camera: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCamera"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    probe_camera: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraProbe"];
            };
        };
        responses: {
            /** @description Tried */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProbeResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Camera"];
            default: components["responses"]["Problem"];
        };
    };
    delete_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_camera: {
        parameters: {
            query?: never;
            header?: {
                /** @description 期望的版本 ETag of the version that is changed */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraChange"];
            };
        };
        responses: {
            200: components["responses"]["Camera"];
            default: components["responses"]["Problem"];
        };
    };
    get_camera_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_camera_frame: {
        parameters: {
            query?: {
                /** @description 画面宽度 Pixels across */
                width?: components["parameters"]["PictureWidth"];
            };
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    watch_camera: {
        parameters: {
            query?: {
                /** @description 画面宽度 Pixels across */
                width?: components["parameters"]["PictureWidth"];
                /** @description 每秒画面数上限 At most so many pictures a second */
                fps?: components["parameters"]["PictureRate"];
            };
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pictures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/x-mixed-replace": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_camera_boxes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Boxes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveBoxes"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    watch_cameras: {
        parameters: {
            query: {
                /** @description 摄像机编号，逗号分隔 Ids with commas between */
                cameras: string;
                /** @description 画面宽度 Pixels across */
                width?: components["parameters"]["PictureWidth"];
                /** @description 每秒画面数上限 At most so many pictures a second */
                fps?: components["parameters"]["PictureRate"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pictures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/x-mixed-replace": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_camera_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CameraGroup"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_analysis_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: components["schemas"]["GroupName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AnalysisSettings"];
            default: components["responses"]["Problem"];
        };
    };
    set_analysis_settings: {
        parameters: {
            query?: never;
            header?: {
                /** @description 期望的版本 ETag of the version that is changed */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                group: components["schemas"]["GroupName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalysisSettings"];
            };
        };
        responses: {
            200: components["responses"]["AnalysisSettings"];
            default: components["responses"]["Problem"];
        };
    };
    list_captures: {
        parameters: {
            query?: {
                camera_id?: components["schemas"]["Id"];
                region?: components["schemas"]["ItemName"];
                /** @description 同一人的抓拍（限一个窗口内） Of the same subject within one window */
                subject?: components["schemas"]["SubjectLabel"];
                kind?: components["schemas"]["CaptureKind"];
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Captures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Capture"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_capture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capture_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Capture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Capture"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_capture_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capture_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    take_in_capture: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EdgeCapture"];
            };
        };
        responses: {
            /** @description Taken in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeCaptureTaken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_alerts: {
        parameters: {
            query?: {
                state?: components["schemas"]["AlertState"];
                ongoing?: boolean;
                kind?: components["schemas"]["AlertKind"];
                region?: components["schemas"]["ItemName"];
                rule?: components["schemas"]["ItemName"];
                camera_id?: components["schemas"]["Id"];
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Alert"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    count_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertCounts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Alert"];
            default: components["responses"]["Problem"];
        };
    };
    get_alert_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: components["schemas"]["Id"];
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acknowledge_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description 期望的版本 ETag of the version that is changed */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                alert_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Alert"];
            default: components["responses"]["Problem"];
        };
    };
    list_alert_comments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Comments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AlertComment"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    comment_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                alert_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAlertComment"];
            };
        };
        responses: {
            200: components["responses"]["Alert"];
            default: components["responses"]["Problem"];
        };
    };
    close_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description 期望的版本 ETag of the version that is changed */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                alert_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertClosure"];
            };
        };
        responses: {
            200: components["responses"]["Alert"];
            default: components["responses"]["Problem"];
        };
    };
    get_statistics: {
        parameters: {
            query?: {
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 时间步长 Width of a step */
                step?: components["parameters"]["Step"];
                camera_id?: components["parameters"]["CameraId"];
                /** @description 区域名称，* 为逐个区域 Name of a region or * */
                region?: components["parameters"]["StatisticsRegion"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Statistics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StatisticsLine"][];
                        /** @description false: cut at 10,000 lines */
                        complete: boolean;
                        /** @description Upper bounds of the classes of `dwell`; the last class has none */
                        dwell_bounds_s: number[];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    export_statistics: {
        parameters: {
            query: {
                format: "csv" | "xlsx";
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 时间步长 Width of a step */
                step?: components["parameters"]["Step"];
                camera_id?: components["parameters"]["CameraId"];
                /** @description 区域名称，* 为逐个区域 Name of a region or * */
                region?: components["parameters"]["StatisticsRegion"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description File */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_watch_lists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WatchList"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_watch_list: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWatchList"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_watch_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WatchList"];
            default: components["responses"]["Problem"];
        };
    };
    delete_watch_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_watch_list: {
        parameters: {
            query?: never;
            header?: {
                /** @description 期望的版本 ETag of the version that is changed */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchListChange"];
            };
        };
        responses: {
            200: components["responses"]["WatchList"];
            default: components["responses"]["Problem"];
        };
    };
    list_watch_entries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WatchEntry"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_watch_entry: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                list_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWatchEntry"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_watch_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: components["schemas"]["Id"];
                entry_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    test_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                webhook_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_webhook_deliveries: {
        parameters: {
            query?: {
                dead?: boolean;
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                webhook_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    discard_webhook_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: components["schemas"]["Id"];
                delivery_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Given up */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    resend_webhook_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                webhook_id: components["schemas"]["Id"];
                delivery_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Waits to be sent */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Terms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetentionKind"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_retention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["schemas"]["Name"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionTerm"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionKind"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_due: {
        parameters: {
            query: {
                name: components["schemas"]["Name"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Due */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DueItem"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_deletions: {
        parameters: {
            query?: {
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deletions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeletionSummary"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_deletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deletion_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    search_ledger: {
        parameters: {
            query?: {
                text?: string;
                /** @description 动作前缀 Prefix of the action */
                action?: string;
                actor?: string;
                /** @description 起始时间（含）From */
                from?: components["parameters"]["From"];
                /** @description 结束时间（不含）Until */
                to?: components["parameters"]["To"];
                /** @description 每页条数 Items a page */
                limit?: components["parameters"]["Limit"];
                /** @description 上一页的 next_cursor From the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerEntry"][];
                        next_cursor: components["schemas"]["NextCursor"];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    prove_ledger_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerProof"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    verify_ledger: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_calibration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Calibration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calibration"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_calibration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalibrationTargets"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calibration"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description System */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_basis: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBasis"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Basis"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_standards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Standards */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Standard"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_assessments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Assessment"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_assessment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAssessment"];
            };
        };
        responses: {
            /** @description Recorded */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_compliance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ComplianceRow"][];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirm_clock: {
        parameters: {
            query?: never;
            header?: {
                /** @description 防重复提交 A repeat with the same key gets the first answer */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Confirmed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_public: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Product */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Public"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
