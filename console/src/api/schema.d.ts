// Written by `npm run generate` from the routes themselves.
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
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
        /** The database answers too */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ready";
                            version: string;
                            environment: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one entry; 201 when it is a new revision, 200 when it was known */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        worker: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        /** @description Decimal hours as text */
                        hours: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-entries/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send many entries */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            worker: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            /** @description Decimal hours as text */
                            hours: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-entries/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the entry would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        worker: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        /** @description Decimal hours as text */
                        hours: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-entries/bulk/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the entries would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            worker: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            /** @description Decimal hours as text */
                            hours: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time-entries/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Say that the entry was deleted at its source */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sourceId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one expense; 201 when it is a new revision, 200 when it was known */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string;
                        category: string | null;
                        quantity: string | null;
                        /** @description Decimal as text, tax included; below zero where it was given back */
                        amount: string;
                        /** @description ISO 4217 */
                        currency: string;
                        receipt: boolean;
                        receiptOn: string | null;
                        tax: {
                            rate: string | null;
                            amount: string | null;
                            /** @description Percent as text */
                            recoverablePercent: string;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expenses/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send many expenses */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string;
                            category: string | null;
                            quantity: string | null;
                            /** @description Decimal as text, tax included; below zero where it was given back */
                            amount: string;
                            /** @description ISO 4217 */
                            currency: string;
                            receipt: boolean;
                            receiptOn: string | null;
                            tax: {
                                rate: string | null;
                                amount: string | null;
                                /** @description Percent as text */
                                recoverablePercent: string;
                            } | null;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expenses/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the expense would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string;
                        category: string | null;
                        quantity: string | null;
                        /** @description Decimal as text, tax included; below zero where it was given back */
                        amount: string;
                        /** @description ISO 4217 */
                        currency: string;
                        receipt: boolean;
                        receiptOn: string | null;
                        tax: {
                            rate: string | null;
                            amount: string | null;
                            /** @description Percent as text */
                            recoverablePercent: string;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expenses/bulk/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the expenses would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string;
                            category: string | null;
                            quantity: string | null;
                            /** @description Decimal as text, tax included; below zero where it was given back */
                            amount: string;
                            /** @description ISO 4217 */
                            currency: string;
                            receipt: boolean;
                            receiptOn: string | null;
                            tax: {
                                rate: string | null;
                                amount: string | null;
                                /** @description Percent as text */
                                recoverablePercent: string;
                            } | null;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expenses/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Say that the expense was deleted at its source */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sourceId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subcontractor-work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one subcontractor's work; 201 when it is a new revision, 200 when it was known */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string | null;
                        vendor: string;
                        category: string | null;
                        hours: string | null;
                        quantity: string | null;
                        amount: string | null;
                        unitCost: string | null;
                        currency: string | null;
                        tax: {
                            rate: string | null;
                            amount: string | null;
                            /** @description Percent as text */
                            recoverablePercent: string;
                        } | null;
                        costApproval: "submitted" | "approved" | "rejected";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subcontractor-work/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send many pieces of subcontractors' work */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string | null;
                            vendor: string;
                            category: string | null;
                            hours: string | null;
                            quantity: string | null;
                            amount: string | null;
                            unitCost: string | null;
                            currency: string | null;
                            tax: {
                                rate: string | null;
                                amount: string | null;
                                /** @description Percent as text */
                                recoverablePercent: string;
                            } | null;
                            costApproval: "submitted" | "approved" | "rejected";
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subcontractor-work/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the subcontractor's work would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string | null;
                        vendor: string;
                        category: string | null;
                        hours: string | null;
                        quantity: string | null;
                        amount: string | null;
                        unitCost: string | null;
                        currency: string | null;
                        tax: {
                            rate: string | null;
                            amount: string | null;
                            /** @description Percent as text */
                            recoverablePercent: string;
                        } | null;
                        costApproval: "submitted" | "approved" | "rejected";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subcontractor-work/bulk/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the pieces of subcontractors' work would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string | null;
                            vendor: string;
                            category: string | null;
                            hours: string | null;
                            quantity: string | null;
                            amount: string | null;
                            unitCost: string | null;
                            currency: string | null;
                            tax: {
                                rate: string | null;
                                amount: string | null;
                                /** @description Percent as text */
                                recoverablePercent: string;
                            } | null;
                            costApproval: "submitted" | "approved" | "rejected";
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subcontractor-work/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Say that the subcontractor's work was deleted at its source */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sourceId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one usage; 201 when it is a new revision, 200 when it was known */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string | null;
                        category: string | null;
                        /** @description Decimal as text */
                        quantity: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send many records of usage */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string | null;
                            category: string | null;
                            /** @description Decimal as text */
                            quantity: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the usage would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        sourceId: string;
                        version?: string;
                        project: string | null;
                        task: string | null;
                        costCenter: string | null;
                        laborCategory: string | null;
                        serviceItem: string | null;
                        /** Format: date */
                        workOn: string;
                        billable: boolean;
                        region: string | null;
                        description: string;
                        approval: {
                            state: "submitted" | "approved" | "rejected";
                            approver: string | null;
                            approvedAt: string | null;
                            level: string | null;
                        };
                        worker: string | null;
                        category: string | null;
                        /** @description Decimal as text */
                        quantity: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/bulk/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What sending the records of usage would do; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entries: {
                            sourceId: string;
                            version?: string;
                            project: string | null;
                            task: string | null;
                            costCenter: string | null;
                            laborCategory: string | null;
                            serviceItem: string | null;
                            /** Format: date */
                            workOn: string;
                            billable: boolean;
                            region: string | null;
                            description: string;
                            approval: {
                                state: "submitted" | "approved" | "rejected";
                                approver: string | null;
                                approvedAt: string | null;
                                level: string | null;
                            };
                            worker: string | null;
                            category: string | null;
                            /** @description Decimal as text */
                            quantity: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                sourceId: string;
                                workId: string;
                                /** @enum {unknown} */
                                outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                                revision: number;
                                position: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Say that the usage was deleted at its source */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sourceId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sourceId: string;
                            workId: string;
                            /** @enum {unknown} */
                            outcome: "accepted" | "duplicate" | "superseded" | "contradiction" | "unknown";
                            revision: number;
                            position: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** State what is so over a stretch of time; known statements change nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        changes: (components["schemas"]["LegalEntityChange"] | components["schemas"]["WorkerChange"] | components["schemas"]["ClientChange"] | components["schemas"]["ContractChange"] | components["schemas"]["ProjectChange"] | components["schemas"]["TaskChange"] | components["schemas"]["RateChange"] | components["schemas"]["PeriodChange"] | components["schemas"]["TaxCodeChange"] | components["schemas"]["TaxAreaChange"] | components["schemas"]["TaxRuleChange"] | components["schemas"]["CalendarChange"] | components["schemas"]["ExchangeRateChange"] | components["schemas"]["LimitChange"])[];
                        references?: {
                            /** @enum {unknown} */
                            kind: "worker" | "client" | "project" | "task" | "legal_entity" | "contract";
                            externalId: string;
                            recordId: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                            changed: number;
                            ignored: {
                                kind: string;
                                recordId: string;
                                why: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-data/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the same call would change */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        changes: (components["schemas"]["LegalEntityChange"] | components["schemas"]["WorkerChange"] | components["schemas"]["ClientChange"] | components["schemas"]["ContractChange"] | components["schemas"]["ProjectChange"] | components["schemas"]["TaskChange"] | components["schemas"]["RateChange"] | components["schemas"]["PeriodChange"] | components["schemas"]["TaxCodeChange"] | components["schemas"]["TaxAreaChange"] | components["schemas"]["TaxRuleChange"] | components["schemas"]["CalendarChange"] | components["schemas"]["ExchangeRateChange"] | components["schemas"]["LimitChange"])[];
                        references?: {
                            /** @enum {unknown} */
                            kind: "worker" | "client" | "project" | "task" | "legal_entity" | "contract";
                            externalId: string;
                            recordId: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                            changed: number;
                            ignored: {
                                kind: string;
                                recordId: string;
                                why: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-data/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a kind as they are known now, with their stretches of validity */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                recordId: string;
                                stretches: {
                                    /** Format: date */
                                    validFrom: string;
                                    validUntil: string | null;
                                    learnedAt: string;
                                    body: components["schemas"]["LegalEntityRecord"] | components["schemas"]["WorkerRecord"] | components["schemas"]["ClientRecord"] | components["schemas"]["ContractRecord"] | components["schemas"]["ProjectRecord"] | components["schemas"]["TaskRecord"] | components["schemas"]["RateRecord"] | components["schemas"]["PeriodRecord"] | components["schemas"]["TaxCodeRecord"] | components["schemas"]["TaxAreaRecord"] | components["schemas"]["TaxRuleRecord"] | components["schemas"]["CalendarRecord"] | components["schemas"]["ExchangeRateRecord"] | components["schemas"]["LimitRecord"];
                                }[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-data/{kind}/{recordId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of a record: what was so, and what was known when */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                    recordId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            versions: {
                                /** Format: date */
                                validFrom: string;
                                validUntil: string | null;
                                learnedAt: string;
                                supersededAt: string | null;
                                connectionId: string;
                                body: (components["schemas"]["LegalEntityRecord"] | components["schemas"]["WorkerRecord"] | components["schemas"]["ClientRecord"] | components["schemas"]["ContractRecord"] | components["schemas"]["ProjectRecord"] | components["schemas"]["TaskRecord"] | components["schemas"]["RateRecord"] | components["schemas"]["PeriodRecord"] | components["schemas"]["TaxCodeRecord"] | components["schemas"]["TaxAreaRecord"] | components["schemas"]["TaxRuleRecord"] | components["schemas"]["CalendarRecord"] | components["schemas"]["ExchangeRateRecord"] | components["schemas"]["LimitRecord"]) | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The systems that can be connected, and how far each operation has been verified */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                name: string;
                                vendor: string;
                                versions: string;
                                documentation: string;
                                settings: {
                                    name: string;
                                    description: string;
                                    required: boolean;
                                    secret: boolean;
                                }[];
                                streams: {
                                    name: string;
                                    carries: string;
                                    reading: string;
                                    deletions: string;
                                    level: string;
                                }[];
                                writes: {
                                    operation: string;
                                    level: string;
                                }[];
                                webhook: boolean;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All connections, with how each stands */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                connectionId: string;
                                connector: string;
                                name: string;
                                baseUrl: string;
                                settings: {
                                    [key: string]: string;
                                };
                                simulated: boolean;
                                enabled: boolean;
                                limits: {
                                    declared: {
                                        perSecond: number | null;
                                        perMinute: number | null;
                                        perDay: number | null;
                                        concurrency: number;
                                    };
                                    basis: string | null;
                                    set: {
                                        perSecond: number | null;
                                        perMinute: number | null;
                                        perDay: number | null;
                                        concurrency: number | null;
                                        reason: string;
                                        by: string;
                                        /** Format: date-time */
                                        at: string;
                                    } | null;
                                    now: {
                                        perSecond: number | null;
                                        perMinute: number | null;
                                        perDay: number | null;
                                        concurrency: number;
                                    };
                                    use: {
                                        day: string | null;
                                        callsToday: number;
                                        leftToday: number | null;
                                        processes: number;
                                        share: string;
                                        pausedUntil: string | null;
                                    };
                                } | null;
                                lanes: {
                                    /** @enum {unknown} */
                                    stream: "cost" | "documents";
                                    company: string | null;
                                    /** @enum {unknown} */
                                    state: "sending" | "paused" | "window_closed" | "resting" | "down" | "probing" | "unattended";
                                    /** @enum {unknown} */
                                    breaker: "closed" | "open" | "probing";
                                    since: string | null;
                                    nextProbeAt: string | null;
                                    failures: number;
                                    lastError: string | null;
                                    lastErrorAt: string | null;
                                    restsUntil: string | null;
                                    runner: string | null;
                                    leasedUntil: string | null;
                                    waiting: {
                                        count: number;
                                        hours: string | null;
                                        money: {
                                            amount: string;
                                            currency: string;
                                        }[];
                                        oldestAt: string | null;
                                    };
                                    paused: {
                                        by: string;
                                        /** Format: date-time */
                                        at: string;
                                        reason: string;
                                    } | null;
                                    window: {
                                        /** @enum {unknown} */
                                        mode: "real_time" | "batch" | "window";
                                        open: boolean;
                                        opensAt: string | null;
                                        closesAt: string | null;
                                        timeZone: string | null;
                                        reason: string | null;
                                    };
                                }[];
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Connect a system */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        connectionId: string;
                        connector: string;
                        name: string;
                        baseUrl: string;
                        settings: {
                            [key: string]: string;
                        };
                        enabled: boolean;
                        secrets?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            connector: string;
                            name: string;
                            baseUrl: string;
                            settings: {
                                [key: string]: string;
                            };
                            simulated: boolean;
                            enabled: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection: how its posting stands, what waits, what its limits leave */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            connector: string;
                            name: string;
                            baseUrl: string;
                            settings: {
                                [key: string]: string;
                            };
                            simulated: boolean;
                            enabled: boolean;
                            limits: {
                                declared: {
                                    perSecond: number | null;
                                    perMinute: number | null;
                                    perDay: number | null;
                                    concurrency: number;
                                };
                                basis: string | null;
                                set: {
                                    perSecond: number | null;
                                    perMinute: number | null;
                                    perDay: number | null;
                                    concurrency: number | null;
                                    reason: string;
                                    by: string;
                                    /** Format: date-time */
                                    at: string;
                                } | null;
                                now: {
                                    perSecond: number | null;
                                    perMinute: number | null;
                                    perDay: number | null;
                                    concurrency: number;
                                };
                                use: {
                                    day: string | null;
                                    callsToday: number;
                                    leftToday: number | null;
                                    processes: number;
                                    share: string;
                                    pausedUntil: string | null;
                                };
                            } | null;
                            lanes: {
                                /** @enum {unknown} */
                                stream: "cost" | "documents";
                                company: string | null;
                                /** @enum {unknown} */
                                state: "sending" | "paused" | "window_closed" | "resting" | "down" | "probing" | "unattended";
                                /** @enum {unknown} */
                                breaker: "closed" | "open" | "probing";
                                since: string | null;
                                nextProbeAt: string | null;
                                failures: number;
                                lastError: string | null;
                                lastErrorAt: string | null;
                                restsUntil: string | null;
                                runner: string | null;
                                leasedUntil: string | null;
                                waiting: {
                                    count: number;
                                    hours: string | null;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                    oldestAt: string | null;
                                };
                                paused: {
                                    by: string;
                                    /** Format: date-time */
                                    at: string;
                                    reason: string;
                                } | null;
                                window: {
                                    /** @enum {unknown} */
                                    mode: "real_time" | "batch" | "window";
                                    open: boolean;
                                    opensAt: string | null;
                                    closesAt: string | null;
                                    timeZone: string | null;
                                    reason: string | null;
                                };
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /** Change a connection; secrets that are not sent stay, except when the address changes */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        baseUrl: string;
                        settings: {
                            [key: string]: string;
                        };
                        enabled: boolean;
                        secrets?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            connector: string;
                            name: string;
                            baseUrl: string;
                            settings: {
                                [key: string]: string;
                            };
                            simulated: boolean;
                            enabled: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove that address and credentials work */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ok: boolean;
                            message: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop posting to a connection; what is under way ends, unanswered writes are still looked for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        stream: ("cost" | "documents") | null;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            streams: ("cost" | "documents")[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the posting of a connection go on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        stream: ("cost" | "documents") | null;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            streams: ("cost" | "documents")[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the flows of a connection go out, now, before and from later days on */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @enum {unknown} */
                                stream: "cost" | "documents";
                                /** Format: date */
                                validFrom: string;
                                /** @enum {unknown} */
                                mode: "real_time" | "batch" | "window";
                                everyMinutes: number | null;
                                timeZone: string;
                                windows: {
                                    days: number[];
                                    from: string;
                                    until: string;
                                }[];
                                blackouts: {
                                    from: string;
                                    until: string;
                                    why: string;
                                }[];
                                reason: string;
                                by: string;
                                /** Format: date-time */
                                at: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /** Say when a flow goes out from a day on, and why; one of the same day is replaced */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        stream: "cost" | "documents";
                        /** Format: date */
                        validFrom: string;
                        /** @enum {unknown} */
                        mode: "real_time" | "batch" | "window";
                        everyMinutes: number | null;
                        timeZone: string;
                        windows: {
                            days: number[];
                            from: string;
                            until: string;
                        }[];
                        blackouts: {
                            from: string;
                            until: string;
                            why: string;
                        }[];
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {unknown} */
                            stream: "cost" | "documents";
                            /** Format: date */
                            validFrom: string;
                            /** @enum {unknown} */
                            mode: "real_time" | "batch" | "window";
                            everyMinutes: number | null;
                            timeZone: string;
                            windows: {
                                days: number[];
                                from: string;
                                until: string;
                            }[];
                            blackouts: {
                                from: string;
                                until: string;
                                why: string;
                            }[];
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            at: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set limits in place of those that the connector declares; null keeps the declared one */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        perSecond: number | null;
                        perMinute: number | null;
                        perDay: number | null;
                        concurrency: number | null;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pulls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of every stream that is pulled */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                connectionId: string;
                                stream: string;
                                /** Format: date-time */
                                dueAt: string;
                                lastSuccessAt: string | null;
                                lastError: string | null;
                                failures: number;
                                lastControl: unknown;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields that sources send and no mapping knows; the payloads were taken all the same */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                connectionId: string;
                                stream: string;
                                pointer: string;
                                firstPosition: string;
                                lastPosition: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pull now; `full` reads everything of the window again and compares */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        stream: string | null;
                        full: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            asked: true;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the last comparison of the target's books with ours found */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            /** @enum {unknown} */
                            state: "running" | "idle" | "never";
                            scope: ("window" | "whole") | null;
                            startedAt: string | null;
                            failure: string | null;
                            last: {
                                /** @enum {unknown} */
                                scope: "window" | "whole";
                                from: string;
                                /** Format: date-time */
                                startedAt: string;
                                /** Format: date-time */
                                finishedAt: string;
                                costs: number;
                                documents: number;
                                found: number;
                            } | null;
                            open: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Compare all of the target's books with ours now; it reads and tells, and writes nothing there */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            /** @enum {unknown} */
                            state: "running" | "idle" | "never";
                            scope: ("window" | "whole") | null;
                            startedAt: string | null;
                            failure: string | null;
                            last: {
                                /** @enum {unknown} */
                                scope: "window" | "whole";
                                from: string;
                                /** Format: date-time */
                                startedAt: string;
                                /** Format: date-time */
                                finishedAt: string;
                                costs: number;
                                documents: number;
                                found: number;
                            } | null;
                            open: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/owners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which connection owns which kind of record; a kind without an owner is listed as such */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                kind: string;
                                connectionId: string;
                            }[];
                            withoutOwner: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Let a connection own a kind of record */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                        connectionId: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            kind: string;
                            connectionId: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which target takes the cost and the documents of which legal entity */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                legalEntity: string;
                                /** @enum {unknown} */
                                outcome: "cost" | "bill";
                                connectionId: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Send the cost or the documents of a legal entity ("*" for all others) to a target */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        legalEntity: string;
                        /** @enum {unknown} */
                        outcome: "cost" | "bill";
                        connectionId: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            legalEntity: string;
                            /** @enum {unknown} */
                            outcome: "cost" | "bill";
                            connectionId: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every type of event with the JSON Schema of its data */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                type: string;
                                title: string;
                                subject: string;
                                dataschema: string;
                                schema: unknown;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
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
        /** The next events in the order of their commits; keep `next` and ask again with it as `after` */
        get: {
            parameters: {
                query?: {
                    after?: string;
                    limit?: string;
                    type?: string;
                    subject?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @enum {string} */
                                specversion: "1.0";
                                id: string;
                                source: string;
                                type: string;
                                subject: string;
                                /** Format: date-time */
                                time: string;
                                datacontenttype: string;
                                dataschema: string;
                                sequence: string;
                                partitionkey: string;
                                data: {
                                    [key: string]: unknown;
                                };
                            }[];
                            next: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All subscriptions, how far they are and what stops them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                subscriptionId: string;
                                name: string;
                                /** @enum {unknown} */
                                kind: "webhook" | "nats";
                                url: string;
                                types: string[] | null;
                                subjectPrefix: string | null;
                                stream: string | null;
                                createsStream: boolean;
                                /** @enum {unknown} */
                                state: "active" | "paused" | "disabled";
                                reason: string | null;
                                cursor: {
                                    number: string;
                                    index: number;
                                };
                                failures: number;
                                /** Format: date-time */
                                nextAttemptAt: string;
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Subscribe a webhook or a NATS stream; the signing secret is shown in this answer only */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {unknown} */
                        kind: "webhook" | "nats";
                        url: string;
                        types?: string[] | null;
                        after?: string;
                        subjectPrefix?: string;
                        stream?: string;
                        /** @description Create the stream where none of this name exists */
                        createsStream?: boolean;
                        credentials?: {
                            user?: string;
                            password?: string;
                            token?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            subscription: {
                                subscriptionId: string;
                                name: string;
                                /** @enum {unknown} */
                                kind: "webhook" | "nats";
                                url: string;
                                types: string[] | null;
                                subjectPrefix: string | null;
                                stream: string | null;
                                createsStream: boolean;
                                /** @enum {unknown} */
                                state: "active" | "paused" | "disabled";
                                reason: string | null;
                                cursor: {
                                    number: string;
                                    index: number;
                                };
                                failures: number;
                                /** Format: date-time */
                                nextAttemptAt: string;
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            secret: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One subscription */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            subscriptionId: string;
                            name: string;
                            /** @enum {unknown} */
                            kind: "webhook" | "nats";
                            url: string;
                            types: string[] | null;
                            subjectPrefix: string | null;
                            stream: string | null;
                            createsStream: boolean;
                            /** @enum {unknown} */
                            state: "active" | "paused" | "disabled";
                            reason: string | null;
                            cursor: {
                                number: string;
                                index: number;
                            };
                            failures: number;
                            /** Format: date-time */
                            nextAttemptAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        /** End a subscription; what it was not told is forgotten */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            subscriptionId: string;
                            name: string;
                            /** @enum {unknown} */
                            kind: "webhook" | "nats";
                            url: string;
                            types: string[] | null;
                            subjectPrefix: string | null;
                            stream: string | null;
                            createsStream: boolean;
                            /** @enum {unknown} */
                            state: "active" | "paused" | "disabled";
                            reason: string | null;
                            cursor: {
                                number: string;
                                index: number;
                            };
                            failures: number;
                            /** Format: date-time */
                            nextAttemptAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /** Change a subscription, pause it or let it go on */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        url?: string;
                        types?: string[] | null;
                        /** @enum {unknown} */
                        state?: "active" | "paused";
                        subjectPrefix?: string;
                        stream?: string;
                        /** @description Create the stream where none of this name exists */
                        createsStream?: boolean;
                        credentials?: {
                            user?: string;
                            password?: string;
                            token?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            subscriptionId: string;
                            name: string;
                            /** @enum {unknown} */
                            kind: "webhook" | "nats";
                            url: string;
                            types: string[] | null;
                            subjectPrefix: string | null;
                            stream: string | null;
                            createsStream: boolean;
                            /** @enum {unknown} */
                            state: "active" | "paused" | "disabled";
                            reason: string | null;
                            cursor: {
                                number: string;
                                index: number;
                            };
                            failures: number;
                            /** Format: date-time */
                            nextAttemptAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of deliveries, newest first: accepted ones by runs, each failure by itself */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                deliveryId: string;
                                /** Format: date-time */
                                at: string;
                                /** @enum {unknown} */
                                result: "accepted" | "refused" | "unavailable";
                                events: number;
                                firstEvent: string;
                                lastEvent: string;
                                status: number | null;
                                message: string | null;
                                replayId: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell a repaired receiver again; it goes on where it stopped */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            subscriptionId: string;
                            name: string;
                            /** @enum {unknown} */
                            kind: "webhook" | "nats";
                            url: string;
                            types: string[] | null;
                            subjectPrefix: string | null;
                            stream: string | null;
                            createsStream: boolean;
                            /** @enum {unknown} */
                            state: "active" | "paused" | "disabled";
                            reason: string | null;
                            cursor: {
                                number: string;
                                index: number;
                            };
                            failures: number;
                            /** Format: date-time */
                            nextAttemptAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new signing secret, shown in this answer only; the old one stays valid for a day beside it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secret: string;
                            /** Format: date-time */
                            previousUntil: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one test event now and tell what the receiver answered */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            eventId: string;
                            /** @enum {unknown} */
                            result: "accepted" | "refused" | "unavailable" | "gone";
                            status: number | null;
                            message: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last replays of a subscription, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                replayId: string;
                                from: string;
                                until: string;
                                types: string[] | null;
                                subject: string | null;
                                /** @enum {unknown} */
                                state: "running" | "done" | "failed" | "cancelled";
                                reached: {
                                    number: string;
                                    index: number;
                                };
                                delivered: string;
                                failures: number;
                                requestedBy: string;
                                /** Format: date-time */
                                requestedAt: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Deliver a range again, by number of the change or by time; the cursor does not move */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        from?: string;
                        until?: string;
                        /** Format: date-time */
                        fromAt?: string;
                        /** Format: date-time */
                        untilAt?: string;
                        types?: string[] | null;
                        subject?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayId: string;
                            from: string;
                            until: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-subscriptions/{subscriptionId}/replays/{replayId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a replay; what it delivered stays delivered */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    subscriptionId: string;
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cancelled: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a signed delivery; a repeated one is acknowledged and changes nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {unknown} */
                            outcome: "taken" | "duplicate";
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                runId: string;
                                selection: {
                                    [key: string]: string;
                                };
                                period: {
                                    /** Format: date */
                                    from: string;
                                    /** Format: date */
                                    until: string;
                                };
                                cutOff: string;
                                state: string;
                                requestedBy: string;
                                /** Format: date-time */
                                requestedAt: string;
                                documents: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Freeze what is priced into documents; repeated, it finds nothing new */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        selection: {
                            clientId?: string;
                            contractId?: string;
                            legalEntity?: string;
                        };
                        period: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            until: string;
                        };
                        cutOff: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            runId: string;
                            documents: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The pre-bills that the same run would freeze now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        selection: {
                            clientId?: string;
                            contractId?: string;
                            legalEntity?: string;
                        };
                        period: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            until: string;
                        };
                        cutOff: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            documents: {
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                client: {
                                    id: string;
                                    name: string | null;
                                };
                                contract: {
                                    id: string;
                                    name: string | null;
                                };
                                purchaseOrder: string | null;
                                connectionId: string;
                                beyondLimit: boolean;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                tax: {
                                    amount: string;
                                    currency: string;
                                };
                                total: {
                                    amount: string;
                                    currency: string;
                                };
                                lines: {
                                    lineNo: number;
                                    description: string;
                                    project: {
                                        id: string;
                                        name: string | null;
                                    } | null;
                                    laborCategory: string | null;
                                    hours: string;
                                    quantity: string;
                                    unitPrice: string;
                                    amount: {
                                        amount: string;
                                        currency: string;
                                    };
                                    taxCode: string | null;
                                    taxRate: string;
                                    members: {
                                        workId: string;
                                        seq: number;
                                        revision: number;
                                        /** Format: date */
                                        workOn: string;
                                        worker: {
                                            id: string;
                                            name: string | null;
                                        } | null;
                                        connectionId: string;
                                        sourceId: string;
                                        hours: string;
                                        rate: string | null;
                                        amount: {
                                            amount: string;
                                            currency: string;
                                        };
                                    }[];
                                }[];
                            }[];
                            held: {
                                clientId: string;
                                contractId: string;
                                purchaseOrder: string | null;
                                legalEntity: string;
                                code: string;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                hours: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run with its documents */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            run: {
                                runId: string;
                                selection: {
                                    [key: string]: string;
                                };
                                period: {
                                    /** Format: date */
                                    from: string;
                                    /** Format: date */
                                    until: string;
                                };
                                cutOff: string;
                                state: string;
                                requestedBy: string;
                                /** Format: date-time */
                                requestedAt: string;
                                documents: number;
                            };
                            documents: {
                                documentId: string;
                                runId: string;
                                /** @enum {unknown} */
                                kind: "invoice" | "credit";
                                /** @enum {unknown} */
                                status: "planned" | "drafted" | "release_requested" | "issued" | "discard_requested" | "discarded";
                                sending: ("in_flight" | "in_doubt") | null;
                                blocked: string | null;
                                version: number;
                                sentVersion: number | null;
                                reference: string;
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                client: {
                                    id: string;
                                    name: string | null;
                                };
                                contract: {
                                    id: string;
                                    name: string | null;
                                };
                                purchaseOrder: string | null;
                                connectionId: string;
                                period: {
                                    /** Format: date */
                                    from: string;
                                    /** Format: date */
                                    until: string;
                                };
                                accountingOn: string | null;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                tax: {
                                    amount: string;
                                    currency: string;
                                };
                                total: {
                                    amount: string;
                                    currency: string;
                                };
                                correctsDocument: string | null;
                                erp: {
                                    externalId: string | null;
                                    number: string | null;
                                    ledgerOn: string | null;
                                    net: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    tax: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    total: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                };
                                /** Format: date-time */
                                createdAt: string;
                                releasedBy: string | null;
                                releasedAt: string | null;
                                issuedAt: string | null;
                            }[];
                            head: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{runId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release every document of the run in the version that was read, or none */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    runId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        documents: {
                            documentId: string;
                            version: number;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            released: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Billing runs that start by themselves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                scheduleId: string;
                                selection: {
                                    clientId?: string;
                                    contractId?: string;
                                    legalEntity?: string;
                                };
                                dayOfMonth: number;
                                nextMonth: string;
                                enabled: boolean;
                                createdBy: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or change a schedule; the caller chooses its id */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    scheduleId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        selection: {
                            clientId?: string;
                            contractId?: string;
                            legalEntity?: string;
                        };
                        /** @description From this day on the month before is billed */
                        dayOfMonth: number;
                        /** @description The first month to bill, YYYY-MM */
                        nextMonth: string;
                        enabled: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            scheduleId: string;
                            selection: {
                                clientId?: string;
                                contractId?: string;
                                legalEntity?: string;
                            };
                            dayOfMonth: number;
                            nextMonth: string;
                            enabled: boolean;
                            createdBy: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Documents, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    runId?: string;
                    clientId?: string;
                    contractId?: string;
                    legalEntity?: string;
                    status?: "planned" | "drafted" | "release_requested" | "issued" | "discard_requested" | "discarded";
                    blocked?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                documentId: string;
                                runId: string;
                                /** @enum {unknown} */
                                kind: "invoice" | "credit";
                                /** @enum {unknown} */
                                status: "planned" | "drafted" | "release_requested" | "issued" | "discard_requested" | "discarded";
                                sending: ("in_flight" | "in_doubt") | null;
                                blocked: string | null;
                                version: number;
                                sentVersion: number | null;
                                reference: string;
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                client: {
                                    id: string;
                                    name: string | null;
                                };
                                contract: {
                                    id: string;
                                    name: string | null;
                                };
                                purchaseOrder: string | null;
                                connectionId: string;
                                period: {
                                    /** Format: date */
                                    from: string;
                                    /** Format: date */
                                    until: string;
                                };
                                accountingOn: string | null;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                tax: {
                                    amount: string;
                                    currency: string;
                                };
                                total: {
                                    amount: string;
                                    currency: string;
                                };
                                correctsDocument: string | null;
                                erp: {
                                    externalId: string | null;
                                    number: string | null;
                                    ledgerOn: string | null;
                                    net: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    tax: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    total: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                };
                                /** Format: date-time */
                                createdAt: string;
                                releasedBy: string | null;
                                releasedAt: string | null;
                                issuedAt: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{documentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pre-bill: every line with the entries behind it, and what the contract was billed before */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    documentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            document: {
                                documentId: string;
                                runId: string;
                                /** @enum {unknown} */
                                kind: "invoice" | "credit";
                                /** @enum {unknown} */
                                status: "planned" | "drafted" | "release_requested" | "issued" | "discard_requested" | "discarded";
                                sending: ("in_flight" | "in_doubt") | null;
                                blocked: string | null;
                                version: number;
                                sentVersion: number | null;
                                reference: string;
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                client: {
                                    id: string;
                                    name: string | null;
                                };
                                contract: {
                                    id: string;
                                    name: string | null;
                                };
                                purchaseOrder: string | null;
                                connectionId: string;
                                period: {
                                    /** Format: date */
                                    from: string;
                                    /** Format: date */
                                    until: string;
                                };
                                accountingOn: string | null;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                tax: {
                                    amount: string;
                                    currency: string;
                                };
                                total: {
                                    amount: string;
                                    currency: string;
                                };
                                correctsDocument: string | null;
                                erp: {
                                    externalId: string | null;
                                    number: string | null;
                                    ledgerOn: string | null;
                                    net: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    tax: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    total: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                };
                                /** Format: date-time */
                                createdAt: string;
                                releasedBy: string | null;
                                releasedAt: string | null;
                                issuedAt: string | null;
                            };
                            lines: {
                                lineNo: number;
                                description: string;
                                project: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                laborCategory: string | null;
                                hours: string;
                                quantity: string;
                                unitPrice: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                                taxCode: string | null;
                                taxRate: string;
                                members: {
                                    workId: string;
                                    seq: number;
                                    revision: number;
                                    /** Format: date */
                                    workOn: string;
                                    worker: {
                                        id: string;
                                        name: string | null;
                                    } | null;
                                    connectionId: string;
                                    sourceId: string;
                                    hours: string;
                                    rate: string | null;
                                    amount: {
                                        amount: string;
                                        currency: string;
                                    };
                                }[];
                            }[];
                            cancelled: {
                                workId: string;
                                seq: number;
                                revision: number;
                                /** Format: date */
                                workOn: string;
                                worker: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                connectionId: string;
                                sourceId: string;
                                hours: string;
                                rate: string | null;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                            }[];
                            earlier: {
                                documentId: string;
                                kind: string;
                                status: string;
                                number: string | null;
                                purchaseOrder: string | null;
                                ledgerOn: string | null;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{documentId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release the version that was read, to be issued to the client */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    documentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            released: true;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{documentId}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a document that was not released; its entries wait for the next run */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    documentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {unknown} */
                            discarded: "discarded" | "requested";
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Differences to issued invoices that wait for a decision */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                workId: string;
                                seq: number;
                                revision: number;
                                /** Format: date */
                                workOn: string;
                                worker: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                sourceId: string;
                                client: {
                                    id: string;
                                    name: string | null;
                                };
                                contract: {
                                    id: string;
                                    name: string | null;
                                };
                                project: {
                                    id: string;
                                    name: string | null;
                                };
                                hours: string;
                                rate: string | null;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                                documents: string[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/adjustments/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or decline, all named or none; what takes money back becomes a credit that waits for release */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        decision: "approve" | "decline";
                        adjustments: {
                            workId: string;
                            seq: number;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            decided: number;
                            credits: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What writing work up, down or off would change in money; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        what: "write_up" | "write_down" | "write_off";
                        works?: string[];
                        filter?: {
                            clientId?: string;
                            contractId?: string;
                            projectId?: string;
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            until?: string;
                        };
                        toQuantity?: string;
                        toRate?: {
                            amount: string;
                            currency: string;
                        };
                        toAmount?: {
                            amount: string;
                            currency: string;
                        };
                        byAmount?: {
                            amount: string;
                            currency: string;
                        };
                        byPercent?: string;
                        /**
                         * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                         * @enum {unknown}
                         */
                        reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                        note?: string;
                        /** Format: date */
                        on?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            leftOut: {
                                workId: string;
                                sourceId: string;
                                why: string;
                            }[];
                            leftOutCount: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Write-ups, write-downs and write-offs and what became of them, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    state?: "proposed" | "approved" | "declined" | "withdrawn";
                    workId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                adjustmentId: string;
                                /** @enum {unknown} */
                                what: "write_up" | "write_down" | "write_off" | "take_back";
                                takesBack: string | null;
                                how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                                size: string | null;
                                currency: string | null;
                                /**
                                 * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                                 * @enum {unknown}
                                 */
                                reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                                /** Format: date */
                                on: string;
                                author: string;
                                own: boolean;
                                /** Format: date-time */
                                proposedAt: string;
                                works: number;
                                effect: {
                                    asOf: string;
                                    complete: boolean;
                                    amounts: {
                                        clientId: string;
                                        contractId: string;
                                        amount: string;
                                        currency: string;
                                    }[];
                                    works: number;
                                    documents: number;
                                };
                                /** @enum {unknown} */
                                state: "proposed" | "approved" | "declined" | "withdrawn";
                                decidedBy: string | null;
                                decidedAt: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Propose to write work up, down or off; it waits until somebody else decides */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        what: "write_up" | "write_down" | "write_off";
                        works?: string[];
                        filter?: {
                            clientId?: string;
                            contractId?: string;
                            projectId?: string;
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            until?: string;
                        };
                        toQuantity?: string;
                        toRate?: {
                            amount: string;
                            currency: string;
                        };
                        toAmount?: {
                            amount: string;
                            currency: string;
                        };
                        byAmount?: {
                            amount: string;
                            currency: string;
                        };
                        byPercent?: string;
                        /**
                         * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                         * @enum {unknown}
                         */
                        reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                        note?: string;
                        /** Format: date */
                        on?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustmentId: string;
                            /** @enum {unknown} */
                            what: "write_up" | "write_down" | "write_off" | "take_back";
                            takesBack: string | null;
                            how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                            size: string | null;
                            currency: string | null;
                            /**
                             * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                             * @enum {unknown}
                             */
                            reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                            /** Format: date */
                            on: string;
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn";
                            decidedBy: string | null;
                            decidedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/take-back/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What taking an approved adjustment back would change in money; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        works?: string[];
                        /**
                         * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                         * @enum {unknown}
                         */
                        reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                        note?: string;
                        /** Format: date */
                        on?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            leftOut: {
                                workId: string;
                                sourceId: string;
                                why: string;
                            }[];
                            leftOutCount: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose to take an approved adjustment back; that waits until somebody else decides too */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        works?: string[];
                        /**
                         * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                         * @enum {unknown}
                         */
                        reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                        note?: string;
                        /** Format: date */
                        on?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustmentId: string;
                            /** @enum {unknown} */
                            what: "write_up" | "write_down" | "write_off" | "take_back";
                            takesBack: string | null;
                            how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                            size: string | null;
                            currency: string | null;
                            /**
                             * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                             * @enum {unknown}
                             */
                            reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                            /** Format: date */
                            on: string;
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn";
                            decidedBy: string | null;
                            decidedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them with the share of each work, and what was said about it */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustment: {
                                adjustmentId: string;
                                /** @enum {unknown} */
                                what: "write_up" | "write_down" | "write_off" | "take_back";
                                takesBack: string | null;
                                how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                                size: string | null;
                                currency: string | null;
                                /**
                                 * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                                 * @enum {unknown}
                                 */
                                reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                                /** Format: date */
                                on: string;
                                author: string;
                                own: boolean;
                                /** Format: date-time */
                                proposedAt: string;
                                works: number;
                                effect: {
                                    asOf: string;
                                    complete: boolean;
                                    amounts: {
                                        clientId: string;
                                        contractId: string;
                                        amount: string;
                                        currency: string;
                                    }[];
                                    works: number;
                                    documents: number;
                                };
                                /** @enum {unknown} */
                                state: "proposed" | "approved" | "declined" | "withdrawn";
                                decidedBy: string | null;
                                decidedAt: string | null;
                            };
                            note: string | null;
                            decisionNote: string | null;
                            items: {
                                workId: string;
                                sourceId: string;
                                /** Format: date */
                                workOn: string;
                                size: string | null;
                                takenBack: boolean;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/effect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an adjustment that waits would change in money by what is known now; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: string;
                            complete: boolean;
                            amounts: {
                                clientId: string;
                                contractId: string;
                                amount: string;
                                currency: string;
                            }[];
                            works: number;
                            documents: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write up, down or off what somebody else proposed; what is issued becomes a proposed difference */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        confirmed?: {
                            clientId: string;
                            contractId: string;
                            amount: string;
                            currency: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustmentId: string;
                            /** @enum {unknown} */
                            what: "write_up" | "write_down" | "write_off" | "take_back";
                            takesBack: string | null;
                            how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                            size: string | null;
                            currency: string | null;
                            /**
                             * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                             * @enum {unknown}
                             */
                            reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                            /** Format: date */
                            on: string;
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn";
                            decidedBy: string | null;
                            decidedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End what somebody else proposed; nothing changes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustmentId: string;
                            /** @enum {unknown} */
                            what: "write_up" | "write_down" | "write_off" | "take_back";
                            takesBack: string | null;
                            how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                            size: string | null;
                            currency: string | null;
                            /**
                             * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                             * @enum {unknown}
                             */
                            reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                            /** Format: date */
                            on: string;
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn";
                            decidedBy: string | null;
                            decidedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bill-adjustments/{adjustmentId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an own proposal back before anybody decided */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    adjustmentId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            adjustmentId: string;
                            /** @enum {unknown} */
                            what: "write_up" | "write_down" | "write_off" | "take_back";
                            takesBack: string | null;
                            how: ("to_quantity" | "to_rate" | "to_amount" | "by_amount" | "by_percent") | null;
                            size: string | null;
                            currency: string | null;
                            /**
                             * @description over_budget: more time than was agreed or estimated; rework: our own mistakes were put right; learning: learning and handing over that the client does not pay; goodwill: a courtesy to the client; disputed: the client does not accept it; uncollectable: the client will not pay it; agreed_price: another price was agreed for this work; worth_more: it was worth more to the client than its time; recorded_wrongly: it was recorded wrongly, and stays as it is at its source; other: what the note says
                             * @enum {unknown}
                             */
                            reason: "over_budget" | "rework" | "learning" | "goodwill" | "disputed" | "uncollectable" | "agreed_price" | "worth_more" | "recorded_wrongly" | "other";
                            /** Format: date */
                            on: string;
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            works: number;
                            effect: {
                                asOf: string;
                                complete: boolean;
                                amounts: {
                                    clientId: string;
                                    contractId: string;
                                    amount: string;
                                    currency: string;
                                }[];
                                works: number;
                                documents: number;
                            };
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn";
                            decidedBy: string | null;
                            decidedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposed changes of master data and what became of them, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    state?: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                proposalId: string;
                                title: string;
                                reason: string | null;
                                /** @enum {unknown} */
                                state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                                author: string;
                                own: boolean;
                                /** Format: date-time */
                                proposedAt: string;
                                records: number;
                                added: number;
                                changed: number;
                                ended: number;
                                kinds: {
                                    [key: string]: number;
                                };
                                first: string[];
                                effect: {
                                    asOf: string;
                                    amounts: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                    documents: number;
                                    works: number;
                                } | null;
                                basePosition: string;
                                decidedBy: string | null;
                                decidedAt: string | null;
                                note: string | null;
                                appliedPosition: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Propose changes of master data; nothing is kept of a proposal that changes nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title: string;
                        reason?: string;
                        replaces?: string;
                        changes: (components["schemas"]["LegalEntityChange"] | components["schemas"]["WorkerChange"] | components["schemas"]["ClientChange"] | components["schemas"]["ContractChange"] | components["schemas"]["ProjectChange"] | components["schemas"]["TaskChange"] | components["schemas"]["RateChange"] | components["schemas"]["PeriodChange"] | components["schemas"]["TaxCodeChange"] | components["schemas"]["TaxAreaChange"] | components["schemas"]["TaxRuleChange"] | components["schemas"]["CalendarChange"] | components["schemas"]["ExchangeRateChange"] | components["schemas"]["LimitChange"])[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposal: null;
                            difference: {
                                asOf: string;
                                records: number;
                                unchanged: number;
                                items: {
                                    /** @enum {unknown} */
                                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                                    recordId: string;
                                    /** @enum {unknown} */
                                    what: "added" | "changed" | "ended";
                                    stretches: {
                                        /** Format: date */
                                        validFrom: string;
                                        validUntil: string | null;
                                        /** @enum {unknown} */
                                        what: "added" | "changed" | "ended";
                                        fields: {
                                            pointer: string;
                                            old?: unknown;
                                            new?: unknown;
                                        }[];
                                    }[];
                                }[];
                                nextCursor: string | null;
                            };
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposal: {
                                proposalId: string;
                                title: string;
                                reason: string | null;
                                /** @enum {unknown} */
                                state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                                author: string;
                                own: boolean;
                                /** Format: date-time */
                                proposedAt: string;
                                records: number;
                                added: number;
                                changed: number;
                                ended: number;
                                kinds: {
                                    [key: string]: number;
                                };
                                first: string[];
                                effect: {
                                    asOf: string;
                                    amounts: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                    documents: number;
                                    works: number;
                                } | null;
                                basePosition: string;
                                decidedBy: string | null;
                                decidedAt: string | null;
                                note: string | null;
                                appliedPosition: string | null;
                            };
                            difference: {
                                asOf: string;
                                records: number;
                                unchanged: number;
                                items: {
                                    /** @enum {unknown} */
                                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                                    recordId: string;
                                    /** @enum {unknown} */
                                    what: "added" | "changed" | "ended";
                                    stretches: {
                                        /** Format: date */
                                        validFrom: string;
                                        validUntil: string | null;
                                        /** @enum {unknown} */
                                        what: "added" | "changed" | "ended";
                                        fields: {
                                            pointer: string;
                                            old?: unknown;
                                            new?: unknown;
                                        }[];
                                    }[];
                                }[];
                                nextCursor: string | null;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check statements and show what they would change, in fields and in money; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        changes: (components["schemas"]["LegalEntityChange"] | components["schemas"]["WorkerChange"] | components["schemas"]["ClientChange"] | components["schemas"]["ContractChange"] | components["schemas"]["ProjectChange"] | components["schemas"]["TaskChange"] | components["schemas"]["RateChange"] | components["schemas"]["PeriodChange"] | components["schemas"]["TaxCodeChange"] | components["schemas"]["TaxAreaChange"] | components["schemas"]["TaxRuleChange"] | components["schemas"]["CalendarChange"] | components["schemas"]["ExchangeRateChange"] | components["schemas"]["LimitChange"])[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            difference: {
                                asOf: string;
                                records: number;
                                unchanged: number;
                                items: {
                                    /** @enum {unknown} */
                                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                                    recordId: string;
                                    /** @enum {unknown} */
                                    what: "added" | "changed" | "ended";
                                    stretches: {
                                        /** Format: date */
                                        validFrom: string;
                                        validUntil: string | null;
                                        /** @enum {unknown} */
                                        what: "added" | "changed" | "ended";
                                        fields: {
                                            pointer: string;
                                            old?: unknown;
                                            new?: unknown;
                                        }[];
                                    }[];
                                }[];
                                nextCursor: string | null;
                            };
                            effect: {
                                asOf: string;
                                amounts: {
                                    amount: string;
                                    currency: string;
                                }[];
                                documents: number;
                                works: number;
                            } | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals/{proposalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A proposal with its difference to what is known now, or was when it was decided */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    proposalId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposal: {
                                proposalId: string;
                                title: string;
                                reason: string | null;
                                /** @enum {unknown} */
                                state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                                author: string;
                                own: boolean;
                                /** Format: date-time */
                                proposedAt: string;
                                records: number;
                                added: number;
                                changed: number;
                                ended: number;
                                kinds: {
                                    [key: string]: number;
                                };
                                first: string[];
                                effect: {
                                    asOf: string;
                                    amounts: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                    documents: number;
                                    works: number;
                                } | null;
                                basePosition: string;
                                decidedBy: string | null;
                                decidedAt: string | null;
                                note: string | null;
                                appliedPosition: string | null;
                            };
                            moved: {
                                /** @enum {unknown} */
                                kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                                recordId: string;
                                position: string;
                            }[];
                            difference: {
                                asOf: string;
                                records: number;
                                unchanged: number;
                                items: {
                                    /** @enum {unknown} */
                                    kind: "legal_entity" | "worker" | "client" | "contract" | "project" | "task" | "rate" | "period" | "tax_code" | "tax_area" | "tax_rule" | "calendar" | "exchange_rate" | "limit";
                                    recordId: string;
                                    /** @enum {unknown} */
                                    what: "added" | "changed" | "ended";
                                    stretches: {
                                        /** Format: date */
                                        validFrom: string;
                                        validUntil: string | null;
                                        /** @enum {unknown} */
                                        what: "added" | "changed" | "ended";
                                        fields: {
                                            pointer: string;
                                            old?: unknown;
                                            new?: unknown;
                                        }[];
                                    }[];
                                }[];
                                nextCursor: string | null;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals/{proposalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record what somebody else proposed; work that it prices is looked at again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    proposalId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        confirmedAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposalId: string;
                            title: string;
                            reason: string | null;
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            records: number;
                            added: number;
                            changed: number;
                            ended: number;
                            kinds: {
                                [key: string]: number;
                            };
                            first: string[];
                            effect: {
                                asOf: string;
                                amounts: {
                                    amount: string;
                                    currency: string;
                                }[];
                                documents: number;
                                works: number;
                            } | null;
                            basePosition: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            note: string | null;
                            appliedPosition: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals/{proposalId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End what somebody else proposed without effect, with the reason */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    proposalId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposalId: string;
                            title: string;
                            reason: string | null;
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            records: number;
                            added: number;
                            changed: number;
                            ended: number;
                            kinds: {
                                [key: string]: number;
                            };
                            first: string[];
                            effect: {
                                asOf: string;
                                amounts: {
                                    amount: string;
                                    currency: string;
                                }[];
                                documents: number;
                                works: number;
                            } | null;
                            basePosition: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            note: string | null;
                            appliedPosition: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/master-proposals/{proposalId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an own proposal back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    proposalId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            proposalId: string;
                            title: string;
                            reason: string | null;
                            /** @enum {unknown} */
                            state: "proposed" | "approved" | "declined" | "withdrawn" | "overtaken";
                            author: string;
                            own: boolean;
                            /** Format: date-time */
                            proposedAt: string;
                            records: number;
                            added: number;
                            changed: number;
                            ended: number;
                            kinds: {
                                [key: string]: number;
                            };
                            first: string[];
                            effect: {
                                asOf: string;
                                amounts: {
                                    amount: string;
                                    currency: string;
                                }[];
                                documents: number;
                                works: number;
                            } | null;
                            basePosition: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            note: string | null;
                            appliedPosition: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    state?: "open" | "resolved";
                    code?: string;
                    owner?: "master_data" | "finance" | "pmo" | "integration";
                    clientId?: string;
                    subjectId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                caseId: string;
                                code: string;
                                title: string;
                                remedy: string;
                                owner: string;
                                assignee: string | null;
                                /** @enum {unknown} */
                                state: "open" | "resolved";
                                subjectKind: string;
                                subjectId: string;
                                outcome: string;
                                waitsOn: string;
                                hours: string | null;
                                money: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                clientId: string | null;
                                clientName: string | null;
                                projectId: string | null;
                                detail: {
                                    [key: string]: string;
                                };
                                payloadPosition: string | null;
                                /** Format: date-time */
                                openedAt: string;
                                resolvedAt: string | null;
                                resolvedBy: string | null;
                                resolution: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case with cause, owner, remedy and money */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            caseId: string;
                            code: string;
                            title: string;
                            remedy: string;
                            owner: string;
                            assignee: string | null;
                            /** @enum {unknown} */
                            state: "open" | "resolved";
                            subjectKind: string;
                            subjectId: string;
                            outcome: string;
                            waitsOn: string;
                            hours: string | null;
                            money: {
                                amount: string;
                                currency: string;
                            } | null;
                            clientId: string | null;
                            clientName: string | null;
                            projectId: string | null;
                            detail: {
                                [key: string]: string;
                            };
                            payloadPosition: string | null;
                            /** Format: date-time */
                            openedAt: string;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            resolution: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct where the entry of the case belongs, never how much it is; it is evaluated again by itself */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        set: {
                            worker?: string;
                            project?: string;
                            task?: string | null;
                            laborCategory?: string;
                            billable?: boolean;
                        };
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person may answer to the case, and what happens then */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @enum {unknown} */
                                answer: "there" | "not_there" | "send_again" | "drop" | "resolved";
                                effect: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what the product cannot know: whether a write is there, what becomes of what is gone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        answer: "there" | "not_there" | "send_again" | "drop" | "resolved";
                        reason: string;
                        externalId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            message: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate again what the case is about; it never bypasses release */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            resumed: boolean;
                            message: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the case to a person, or to nobody */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    caseId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        assignee: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            caseId: string;
                            code: string;
                            title: string;
                            remedy: string;
                            owner: string;
                            assignee: string | null;
                            /** @enum {unknown} */
                            state: "open" | "resolved";
                            subjectKind: string;
                            subjectId: string;
                            outcome: string;
                            waitsOn: string;
                            hours: string | null;
                            money: {
                                amount: string;
                                currency: string;
                            } | null;
                            clientId: string | null;
                            clientName: string | null;
                            projectId: string | null;
                            detail: {
                                [key: string]: string;
                            };
                            payloadPosition: string | null;
                            /** Format: date-time */
                            openedAt: string;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            resolution: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays and dry runs, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                replayId: string;
                                selection: {
                                    fromPosition?: string;
                                    untilPosition?: string;
                                    /** Format: date-time */
                                    receivedFrom?: string;
                                    /** Format: date-time */
                                    receivedUntil?: string;
                                    entry?: string;
                                    connectionId?: string;
                                    stream?: string;
                                    /** Format: date */
                                    workFrom?: string;
                                    /** Format: date */
                                    workUntil?: string;
                                    mapping?: string;
                                    clientId?: string;
                                    projectId?: string;
                                    setAside?: boolean;
                                };
                                /** @enum {unknown} */
                                state: "estimating" | "ready" | "confirming" | "running" | "done" | "cancelled" | "refused";
                                reason: string | null;
                                requestedBy: string;
                                /** Format: date-time */
                                requestedAt: string;
                                startedBy: string | null;
                                startedAt: string | null;
                                endedAt: string | null;
                                worksPerSecond: number | null;
                                mastersAt: string;
                                logHead: string;
                                looked: number;
                                planned: number;
                                done: number;
                                announced: {
                                    /** @enum {unknown} */
                                    outcome: "cost" | "pay" | "bill";
                                    /** @enum {unknown} */
                                    action: "create" | "change" | "skip";
                                    reason: string;
                                    works: number;
                                    hours: string;
                                    amount: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                }[];
                                written: {
                                    /** @enum {unknown} */
                                    outcome: "cost" | "pay" | "bill";
                                    /** @enum {unknown} */
                                    action: "create" | "change" | "skip";
                                    reason: string;
                                    works: number;
                                    hours: string;
                                    amount: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                }[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Ask for a dry run: what understanding and deciding this work again would create, change or skip */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        fromPosition?: string;
                        untilPosition?: string;
                        /** Format: date-time */
                        receivedFrom?: string;
                        /** Format: date-time */
                        receivedUntil?: string;
                        entry?: string;
                        connectionId?: string;
                        stream?: string;
                        /** Format: date */
                        workFrom?: string;
                        /** Format: date */
                        workUntil?: string;
                        mapping?: string;
                        clientId?: string;
                        projectId?: string;
                        setAside?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayId: string;
                            selection: {
                                fromPosition?: string;
                                untilPosition?: string;
                                /** Format: date-time */
                                receivedFrom?: string;
                                /** Format: date-time */
                                receivedUntil?: string;
                                entry?: string;
                                connectionId?: string;
                                stream?: string;
                                /** Format: date */
                                workFrom?: string;
                                /** Format: date */
                                workUntil?: string;
                                mapping?: string;
                                clientId?: string;
                                projectId?: string;
                                setAside?: boolean;
                            };
                            /** @enum {unknown} */
                            state: "estimating" | "ready" | "confirming" | "running" | "done" | "cancelled" | "refused";
                            reason: string | null;
                            requestedBy: string;
                            /** Format: date-time */
                            requestedAt: string;
                            startedBy: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            worksPerSecond: number | null;
                            mastersAt: string;
                            logHead: string;
                            looked: number;
                            planned: number;
                            done: number;
                            announced: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            written: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One replay: what was announced, how far it is, what was written */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayId: string;
                            selection: {
                                fromPosition?: string;
                                untilPosition?: string;
                                /** Format: date-time */
                                receivedFrom?: string;
                                /** Format: date-time */
                                receivedUntil?: string;
                                entry?: string;
                                connectionId?: string;
                                stream?: string;
                                /** Format: date */
                                workFrom?: string;
                                /** Format: date */
                                workUntil?: string;
                                mapping?: string;
                                clientId?: string;
                                projectId?: string;
                                setAside?: boolean;
                            };
                            /** @enum {unknown} */
                            state: "estimating" | "ready" | "confirming" | "running" | "done" | "cancelled" | "refused";
                            reason: string | null;
                            requestedBy: string;
                            /** Format: date-time */
                            requestedAt: string;
                            startedBy: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            worksPerSecond: number | null;
                            mastersAt: string;
                            logHead: string;
                            looked: number;
                            planned: number;
                            done: number;
                            announced: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            written: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replayId}/works": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The works of a replay with what becomes of each outcome, and why */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    action?: "create" | "change" | "stamp" | "skip";
                    state?: "planned" | "done" | "overtaken" | "skipped";
                };
                header?: never;
                path: {
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                workId: string;
                                connectionId: string;
                                stream: string;
                                sourceId: string;
                                revision: number;
                                /** @enum {unknown} */
                                action: "create" | "change" | "stamp" | "skip";
                                reason: string;
                                /** @enum {unknown} */
                                state: "planned" | "done" | "overtaken" | "skipped";
                                cost: {
                                    /** @enum {unknown} */
                                    action: "create" | "change" | "skip";
                                    reason: string;
                                    amounts: {
                                        hours: string;
                                        amount: {
                                            amount: string;
                                            currency: string;
                                        } | null;
                                    }[];
                                };
                                pay: {
                                    /** @enum {unknown} */
                                    action: "create" | "change" | "skip";
                                    reason: string;
                                    amounts: {
                                        hours: string;
                                        amount: {
                                            amount: string;
                                            currency: string;
                                        } | null;
                                    }[];
                                };
                                bill: {
                                    /** @enum {unknown} */
                                    action: "create" | "change" | "skip";
                                    reason: string;
                                    amounts: {
                                        hours: string;
                                        amount: {
                                            amount: string;
                                            currency: string;
                                        } | null;
                                    }[];
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replayId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do what this dry run announced; it is refused as a whole when the answer moved meanwhile */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        worksPerSecond?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayId: string;
                            selection: {
                                fromPosition?: string;
                                untilPosition?: string;
                                /** Format: date-time */
                                receivedFrom?: string;
                                /** Format: date-time */
                                receivedUntil?: string;
                                entry?: string;
                                connectionId?: string;
                                stream?: string;
                                /** Format: date */
                                workFrom?: string;
                                /** Format: date */
                                workUntil?: string;
                                mapping?: string;
                                clientId?: string;
                                projectId?: string;
                                setAside?: boolean;
                            };
                            /** @enum {unknown} */
                            state: "estimating" | "ready" | "confirming" | "running" | "done" | "cancelled" | "refused";
                            reason: string | null;
                            requestedBy: string;
                            /** Format: date-time */
                            requestedAt: string;
                            startedBy: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            worksPerSecond: number | null;
                            mastersAt: string;
                            logHead: string;
                            looked: number;
                            planned: number;
                            done: number;
                            announced: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            written: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replayId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a replay after the chunk under way; what was written stays */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayId: string;
                            selection: {
                                fromPosition?: string;
                                untilPosition?: string;
                                /** Format: date-time */
                                receivedFrom?: string;
                                /** Format: date-time */
                                receivedUntil?: string;
                                entry?: string;
                                connectionId?: string;
                                stream?: string;
                                /** Format: date */
                                workFrom?: string;
                                /** Format: date */
                                workUntil?: string;
                                mapping?: string;
                                clientId?: string;
                                projectId?: string;
                                setAside?: boolean;
                            };
                            /** @enum {unknown} */
                            state: "estimating" | "ready" | "confirming" | "running" | "done" | "cancelled" | "refused";
                            reason: string | null;
                            requestedBy: string;
                            /** Format: date-time */
                            requestedAt: string;
                            startedBy: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            worksPerSecond: number | null;
                            mastersAt: string;
                            logHead: string;
                            looked: number;
                            planned: number;
                            done: number;
                            announced: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            written: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                /** @enum {unknown} */
                                action: "create" | "change" | "skip";
                                reason: string;
                                works: number;
                                hours: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last recovery: its stage, what it waits for, what was found and what must be sent again */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recovery: {
                                epoch: number;
                                state: string;
                                why: string;
                                /** Format: date-time */
                                startedAt: string;
                                finishedAt: string | null;
                                waitsFor: string[];
                                waivedBy: string | null;
                                keptPosition: string;
                                lostPosition: string | null;
                                sendAgainFrom: string | null;
                                /** Format: date-time */
                                sendAgainUntil: string;
                                targets: {
                                    connectionId: string;
                                    state: string;
                                    costs: number;
                                    documents: number;
                                    matched: number;
                                    takenOver: number;
                                    toWriteAgain: number;
                                    missing: number;
                                    readAt: string | null;
                                    lastError: string | null;
                                }[];
                            } | null;
                            unknownCosts: {
                                connectionId: string;
                                records: number;
                                hours: string;
                                from: string;
                                last: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Documents of the ERP that this database did not know, and what became of them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                reference: string;
                                connectionId: string;
                                externalId: string;
                                state: string;
                                number: string | null;
                                net: {
                                    amount: string;
                                    currency: string;
                                };
                                clientId: string | null;
                                legalEntity: string | null;
                                standing: string;
                                whyHeld: string | null;
                                decidedBy: string | null;
                                reason: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop sending and read the books of every ERP back, because this database may be older than they */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            epoch: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/waive-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on without the sources that cannot be read; what they hold is matched when it comes in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            waived: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/documents/{reference}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adopt the document with the work that it bills; without work, what alone gives its lines */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    reference: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        workIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            settled: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/documents/{reference}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the draft removed from the ERP */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    reference: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            settled: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/documents/{reference}/foreign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the document is none of this installation, and bill its client again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    reference: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            settled: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/costs/{connectionId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say of cost records that nobody accounts for that they stay in the ERP as they are */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    connectionId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            left: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/gone-costs/{batchId}/write-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write cost again that the ERP took once and does not hold any more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    batchId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            written: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, and what they may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            principal: {
                                id: string;
                                /** @enum {unknown} */
                                kind: "person" | "system";
                                name: string;
                                email: string | null;
                                roles: string[];
                                permissions: string[];
                            };
                            passwordChangeDue: boolean;
                            installation: {
                                id: string;
                                environment: string;
                                version: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Sign in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            principal: {
                                id: string;
                                /** @enum {unknown} */
                                kind: "person" | "system";
                                name: string;
                                email: string | null;
                                roles: string[];
                                permissions: string[];
                            };
                            passwordChangeDue: boolean;
                            installation: {
                                id: string;
                                environment: string;
                                version: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the own password; every other session of the person ends */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        currentPassword: string;
                        newPassword: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            principal: {
                                id: string;
                                /** @enum {unknown} */
                                kind: "person" | "system";
                                name: string;
                                email: string | null;
                                roles: string[];
                                permissions: string[];
                            };
                            passwordChangeDue: boolean;
                            installation: {
                                id: string;
                                environment: string;
                                version: string;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roles and what each allows */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            roles: {
                                role: string;
                                title: string;
                                permissions: string[];
                            }[];
                            permissions: {
                                permission: string;
                                meaning: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/principals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                principalId: string;
                                name: string;
                                email: string;
                                roles: string[];
                                passwordChangeDue: boolean;
                                disabledAt: string | null;
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Create a person; without a password, a one-time password is answered once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        email: string;
                        roles: ("administrator" | "finance_operations" | "billing_approver" | "project_manager" | "account_lead" | "integration_engineer" | "auditor" | "system" | "event_receiver")[];
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            person: {
                                principalId: string;
                                name: string;
                                email: string;
                                roles: string[];
                                passwordChangeDue: boolean;
                                disabledAt: string | null;
                                /** Format: date-time */
                                createdAt: string;
                            };
                            oneTimePassword: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/principals/{principalId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the roles of a person */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    principalId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        roles: ("administrator" | "finance_operations" | "billing_approver" | "project_manager" | "account_lead" | "integration_engineer" | "auditor" | "system" | "event_receiver")[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            principalId: string;
                            name: string;
                            email: string;
                            roles: string[];
                            passwordChangeDue: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/principals/{principalId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every session and every further sign-in of a person */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    principalId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            principalId: string;
                            name: string;
                            email: string;
                            roles: string[];
                            passwordChangeDue: boolean;
                            disabledAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All keys, never their text */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                keyId: string;
                                name: string;
                                hint: string;
                                roles: string[];
                                /** Format: date-time */
                                expiresAt: string;
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                                revokedBy: string | null;
                                revokedAt: string | null;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /** Create a key for a system; the key is answered once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        roles: ("administrator" | "finance_operations" | "billing_approver" | "project_manager" | "account_lead" | "integration_engineer" | "auditor" | "system" | "event_receiver")[];
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: string;
                            apiKey: {
                                keyId: string;
                                name: string;
                                hint: string;
                                roles: string[];
                                /** Format: date-time */
                                expiresAt: string;
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                                revokedBy: string | null;
                                revokedAt: string | null;
                            };
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{keyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a key; calls with it are refused within seconds everywhere */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    keyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keyId: string;
                            name: string;
                            hint: string;
                            roles: string[];
                            /** Format: date-time */
                            expiresAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            createdAt: string;
                            revokedBy: string | null;
                            revokedAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the installation may send, since when, and what it waits for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            installationId: string;
                            environment: string;
                            version: string;
                            /** @enum {unknown} */
                            sending: "allowed" | "recovery" | "copy";
                            epoch: number;
                            since: string | null;
                            why: string | null;
                            stage: string | null;
                            waitsFor: string[];
                            lastBackupAt: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hours and money by bucket, per outcome and currency; what waits for approval; open cases */
        get: {
            parameters: {
                query?: {
                    month?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                            submitted: {
                                count: number;
                                hours: string;
                                money: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            buckets: {
                                /** @enum {unknown} */
                                outcome: "cost" | "pay" | "bill";
                                bucket: string;
                                count: number;
                                hours: string;
                                money: {
                                    amount: string;
                                    currency: string;
                                } | null;
                            }[];
                            cases: {
                                code: string;
                                owner: string;
                                count: number;
                                hours: string | null;
                                money: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                /** Format: date-time */
                                oldestAt: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work, newest work day first; a bucket is one of the outcome asked for (default bill) */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    outcome?: "cost" | "pay" | "bill";
                    bucket?: string;
                    clientId?: string;
                    contractId?: string;
                    projectId?: string;
                    workerId?: string;
                    approval?: "submitted" | "approved" | "voided" | "rejected" | "withdrawn" | "deleted";
                    month?: string;
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                workId: string;
                                /** @enum {unknown} */
                                kind: "time_entry" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "minimum" | "overage" | "discount" | "fee";
                                connectionId: string;
                                sourceId: string;
                                revision: number;
                                /** Format: date */
                                workOn: string;
                                hours: string;
                                spending: {
                                    category: string | null;
                                    vendor: string | null;
                                    quantity: string | null;
                                    paid: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    receipt: boolean;
                                    /** @enum {unknown} */
                                    costApproval: "submitted" | "approved" | "rejected";
                                } | null;
                                billable: boolean;
                                /** @enum {unknown} */
                                approval: "submitted" | "approved" | "voided" | "rejected" | "withdrawn" | "deleted";
                                worker: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                project: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                task: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                client: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                contract: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                legalEntity: string | null;
                                laborCategory: string | null;
                                /** @enum {unknown} */
                                costBucket: "none" | "waiting" | "held" | "in_flight" | "in_doubt" | "accepted" | "reversed";
                                /** @enum {unknown} */
                                payBucket: "none" | "not_payable" | "waiting" | "held" | "exported" | "confirmed" | "corrected";
                                billBucket: string;
                                cost: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                bill: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                held: boolean;
                                position: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work by the id of its source or of the hub; several sources may use one id */
        get: {
            parameters: {
                query: {
                    id: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                workId: string;
                                /** @enum {unknown} */
                                kind: "time_entry" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "minimum" | "overage" | "discount" | "fee";
                                connectionId: string;
                                sourceId: string;
                                revision: number;
                                /** Format: date */
                                workOn: string;
                                hours: string;
                                spending: {
                                    category: string | null;
                                    vendor: string | null;
                                    quantity: string | null;
                                    paid: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    receipt: boolean;
                                    /** @enum {unknown} */
                                    costApproval: "submitted" | "approved" | "rejected";
                                } | null;
                                billable: boolean;
                                /** @enum {unknown} */
                                approval: "submitted" | "approved" | "voided" | "rejected" | "withdrawn" | "deleted";
                                worker: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                project: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                task: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                client: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                contract: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                legalEntity: string | null;
                                laborCategory: string | null;
                                /** @enum {unknown} */
                                costBucket: "none" | "waiting" | "held" | "in_flight" | "in_doubt" | "accepted" | "reversed";
                                /** @enum {unknown} */
                                payBucket: "none" | "not_payable" | "waiting" | "held" | "exported" | "confirmed" | "corrected";
                                billBucket: string;
                                cost: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                bill: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                held: boolean;
                                position: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/{workId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One piece of work: revisions, approvals, the story of each charge, its cost in the ERP */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    workId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            work: {
                                workId: string;
                                /** @enum {unknown} */
                                kind: "time_entry" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "minimum" | "overage" | "discount" | "fee";
                                connectionId: string;
                                sourceId: string;
                                revision: number;
                                /** Format: date */
                                workOn: string;
                                hours: string;
                                spending: {
                                    category: string | null;
                                    vendor: string | null;
                                    quantity: string | null;
                                    paid: {
                                        amount: string;
                                        currency: string;
                                    } | null;
                                    receipt: boolean;
                                    /** @enum {unknown} */
                                    costApproval: "submitted" | "approved" | "rejected";
                                } | null;
                                billable: boolean;
                                /** @enum {unknown} */
                                approval: "submitted" | "approved" | "voided" | "rejected" | "withdrawn" | "deleted";
                                worker: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                project: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                task: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                client: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                contract: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                legalEntity: string | null;
                                laborCategory: string | null;
                                /** @enum {unknown} */
                                costBucket: "none" | "waiting" | "held" | "in_flight" | "in_doubt" | "accepted" | "reversed";
                                /** @enum {unknown} */
                                payBucket: "none" | "not_payable" | "waiting" | "held" | "exported" | "confirmed" | "corrected";
                                billBucket: string;
                                cost: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                bill: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                held: boolean;
                                position: string;
                            };
                            mapping: string;
                            references: {
                                worker: string | null;
                                project: string | null;
                                task: string | null;
                            };
                            revisions: {
                                revision: number;
                                position: string;
                                hours: string | null;
                                workOn: string | null;
                                approval: string | null;
                            }[];
                            approvals: {
                                revision: number;
                                level: string;
                                approver: string | null;
                                approvedAt: string | null;
                                outcome: string;
                                system: string;
                                position: string;
                            }[];
                            charges: {
                                seq: number;
                                revision: number;
                                state: string;
                                hours: string;
                                rate: string | null;
                                rateId: string | null;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                                documentId: string | null;
                                lineNo: number | null;
                                correctsDocument: string | null;
                                engine: string;
                                asOf: string;
                                story: string[];
                            }[];
                            costPostings: {
                                connectionId: string;
                                operation: string;
                                state: string;
                                externalId: string | null;
                                revision: number;
                                sentAt: string | null;
                                code: string | null;
                                message: string | null;
                            }[];
                            cases: {
                                caseId: string;
                                code: string;
                                outcome: string;
                                state: string;
                                /** Format: date-time */
                                openedAt: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/{workId}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The source's own bytes of the latest revision, as text; null when they were erased */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    workId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                            text: string | null;
                            /** Format: date */
                            dayOfWork: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/{workId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve the content as it now stands; refused when the source sent a newer revision meanwhile */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    workId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        expectedRevision: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            position: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Differences to issued invoices, write-ups, write-downs and write-offs and, for who may see master data, its proposed changes; newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    kind?: "adjustment" | "bill_adjustment" | "master_proposal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                /** @enum {unknown} */
                                kind: "adjustment" | "bill_adjustment" | "master_proposal";
                                id: string;
                                what: string;
                                since: string | null;
                                author: string | null;
                                reason: string | null;
                                effect: {
                                    amount: string;
                                    currency: string;
                                }[] | null;
                                approve: {
                                    path: string;
                                    /** @description what to post there */
                                    body: Record<string, never>;
                                };
                                decline: {
                                    path: string;
                                    /** @description what to post there */
                                    body: Record<string, never>;
                                };
                                permission: string;
                                allowed: boolean;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contracts by client and name, with their money by state and what open cases hold */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                    clientId?: string;
                    billing?: "time_and_materials" | "fixed_fee" | "internal" | "composed";
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                contractId: string;
                                name: string;
                                client: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                currency: string;
                                /** @enum {unknown} */
                                billing: "time_and_materials" | "fixed_fee" | "internal" | "composed";
                                parts: ("time" | "fee" | "milestones" | "retainer" | "subscription" | "minimum" | "limits")[];
                                /** @enum {unknown} */
                                standing: "live" | "ended" | "upcoming";
                                from: string | null;
                                until: string | null;
                                money: {
                                    /** @enum {unknown} */
                                    state: "priced" | "pending" | "proposed" | "draft" | "in_flight" | "in_doubt" | "issued" | "parked" | "held" | "included" | "non_billable" | "written_off";
                                    hours: string;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    };
                                }[];
                                cases: {
                                    count: number;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contracts/{contractId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contract: its terms over time, its limits, lots and milestones filling up, what it made */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    contractId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            contract: {
                                contractId: string;
                                name: string;
                                client: {
                                    id: string;
                                    name: string | null;
                                } | null;
                                legalEntity: {
                                    id: string;
                                    name: string | null;
                                };
                                currency: string;
                                /** @enum {unknown} */
                                billing: "time_and_materials" | "fixed_fee" | "internal" | "composed";
                                parts: ("time" | "fee" | "milestones" | "retainer" | "subscription" | "minimum" | "limits")[];
                                /** @enum {unknown} */
                                standing: "live" | "ended" | "upcoming";
                                from: string | null;
                                until: string | null;
                                money: {
                                    /** @enum {unknown} */
                                    state: "priced" | "pending" | "proposed" | "draft" | "in_flight" | "in_doubt" | "issued" | "parked" | "held" | "included" | "non_billable" | "written_off";
                                    hours: string;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    };
                                }[];
                                cases: {
                                    count: number;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    }[];
                                };
                            };
                            body: components["schemas"]["ContractRecord"];
                            settled: {
                                on: string | null;
                                position: string;
                                waiting: boolean;
                                failures: number;
                            } | null;
                            contradiction: string | null;
                            fills: {
                                id: string;
                                name: string | null;
                                /** @enum {unknown} */
                                kind: "limit" | "purchase_order";
                                contractId: string | null;
                                lineId: string | null;
                                /** @enum {unknown} */
                                measure: "amount" | "hours";
                                currency: string | null;
                                per: string;
                                stretch: string | null;
                                limit: string;
                                billed: string;
                                committed: string;
                                left: string;
                                over: string;
                                overGoes: string | null;
                            }[];
                            lots: {
                                id: string;
                                lineId: string | null;
                                /** @enum {unknown} */
                                measure: "amount" | "hours";
                                currency: string | null;
                                from: string | null;
                                to: string | null;
                                granted: string;
                                used: string;
                                deficit: string;
                                rolledOver: string;
                                lapsed: string;
                                expired: string;
                                left: string;
                            }[];
                            periods: {
                                id: string;
                                lineId: string | null;
                                /** @enum {unknown} */
                                measure: "amount" | "hours";
                                currency: string | null;
                                from: string | null;
                                to: string | null;
                                available: string;
                                used: string;
                                left: string;
                                deficit: string;
                                overage: string;
                            }[];
                            lines: {
                                lineId: string | null;
                                name: string | null;
                                money: {
                                    /** @enum {unknown} */
                                    state: "priced" | "pending" | "proposed" | "draft" | "in_flight" | "in_doubt" | "issued" | "parked" | "held" | "included" | "non_billable" | "written_off";
                                    entries: number;
                                    hours: string;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    };
                                }[];
                                prices: {
                                    laborCategory: string | null;
                                    band: string | null;
                                    rate: string | null;
                                    hours: string;
                                    money: {
                                        amount: string;
                                        currency: string;
                                    };
                                }[];
                            }[];
                            milestones: {
                                id: string;
                                lineId: string;
                                name: string | null;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                                /** @enum {unknown} */
                                status: "planned" | "submitted" | "accepted" | "rejected";
                                acceptedOn: string | null;
                                billable: boolean;
                                events: {
                                    /** Format: date */
                                    on: string;
                                    what: string;
                                    by: string | null;
                                    evidence: string | null;
                                    reason: string | null;
                                }[];
                                criteria: {
                                    text: string;
                                    metOn: string | null;
                                }[];
                                missing: string[];
                            }[];
                            made: {
                                workId: string;
                                /** @enum {unknown} */
                                kind: "time_entry" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "minimum" | "overage" | "discount" | "fee";
                                lineId: string | null;
                                name: string | null;
                                /** Format: date */
                                on: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                bucket: string;
                                held: boolean;
                                documents: string[];
                            }[];
                            upcoming: {
                                lineId: string;
                                id: string;
                                name: string;
                                /** Format: date */
                                on: string;
                                amount: {
                                    amount: string;
                                    currency: string;
                                };
                            }[];
                            cases: {
                                caseId: string;
                                code: string;
                                title: string;
                                outcome: string;
                                money: {
                                    amount: string;
                                    currency: string;
                                } | null;
                                /** Format: date-time */
                                openedAt: string;
                            }[];
                            versions: {
                                /** Format: date */
                                validFrom: string;
                                validUntil: string | null;
                                learned: {
                                    position: string;
                                    at: string | null;
                                };
                                body: components["schemas"]["ContractRecord"];
                                changes: {
                                    path: string;
                                    before: string | null;
                                    after: string | null;
                                }[];
                            }[];
                            corrections: {
                                /** Format: date */
                                validFrom: string;
                                validUntil: string | null;
                                learned: {
                                    position: string;
                                    at: string | null;
                                };
                                corrected: {
                                    position: string;
                                    at: string | null;
                                };
                                changes: {
                                    path: string;
                                    before: string | null;
                                    after: string | null;
                                }[];
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Items of the page */
                    limit?: string;
                    /** @description The `nextCursor` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                position: string;
                                type: string;
                                connectionId: string;
                                stream: string;
                                sourceId: string;
                                revision: number;
                                /** Format: date-time */
                                receivedAt: string;
                                principal: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the books balance and the log is whole, check by check, at one commit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ok: boolean;
                            position: string;
                            checks: {
                                /** @enum {unknown} */
                                promise: "P1" | "P2" | "P3" | "P4" | "P5";
                                name: string;
                                ok: boolean;
                                counted: number;
                                broken: number;
                                detail: string[];
                            }[];
                            unchecked: {
                                /** @enum {unknown} */
                                promise: "P1" | "P2" | "P3" | "P4" | "P5";
                                what: string;
                                why: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is refused beyond */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                name: string;
                                value: number;
                                meaning: string;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
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
        /** DocumentRules */
        DocumentRules: {
            /** @description the firm's own code */
            taxCode?: string;
            /** @description the firm's own code */
            serviceClass?: string;
            documentPer?: ("contract" | "purchase_order" | "line" | "project" | "task" | "phase" | "role" | "worker" | "month" | "kind")[];
            linePer?: ("contract" | "purchase_order" | "line" | "project" | "task" | "phase" | "role" | "worker" | "band" | "rate" | "day" | "week" | "month" | "kind" | "entry")[];
            maximumLines?: number;
            aboveMaximum?: "coarser" | "next_document";
            /** @description the text of a line, with names in braces: contract, purchaseOrder, line, project, task, phase, role, worker, band, rate, day, week, month, kind, entry, from, to, quantity, unit, entries, notes */
            narrative?: string;
            showUnbilled?: boolean;
            credits?: "netted" | "apart";
            /** @description percent: "19" is 19 % */
            discount?: string;
            tax?: {
                per?: "document" | "line" | "total";
                rounding?: "half_away" | "half_even" | "up" | "down";
                included?: boolean;
            };
            /** @description the firm's own code */
            withhold?: string;
            /** @description default mode: half_away */
            roundDue?: {
                /** @description zero or more, "7.5" */
                step: string;
                mode?: "half_away" | "up" | "down";
            };
            target?: {
                quantityScale?: number;
                unitPriceScale?: number;
                /** @description zero or more, "7.5" */
                lineTolerance?: string;
                /** @description zero or more, "7.5" */
                taxTolerance?: string;
                misfit?: "lump" | "rounding_line";
            };
        };
        /** LegalEntityRecord */
        LegalEntityRecord: {
            name: string;
            currency: string;
            closedPeriod: "hold" | "first_open_day";
            calendar?: string;
            tax?: {
                /** @description ISO 3166: a country "DE" or a part of one "US-TX" */
                place?: string;
                /** @description the firm's own code */
                taxId?: string;
                taxDate?: "document" | "work";
                idCheckValidDays?: number;
                pendingIdBlocks?: boolean;
            };
            documents?: components["schemas"]["DocumentRules"];
        };
        /** LegalEntityChange */
        LegalEntityChange: {
            /** @enum {string} */
            kind: "legal_entity";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["LegalEntityRecord"] | null;
        };
        /** WorkerRecord */
        WorkerRecord: {
            name: string;
            employment: "employee" | "contractor";
            exempt: boolean;
            legalEntity: string;
            unit: string | null;
            laborCategory: string | null;
            /** Format: date */
            employedFrom: string;
            employedUntil: string | null;
            costRate: string | null;
            costCurrency: string | null;
            calendar?: string;
        };
        /** WorkerChange */
        WorkerChange: {
            /** @enum {string} */
            kind: "worker";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["WorkerRecord"] | null;
        };
        /** ClientRecord */
        ClientRecord: {
            name: string;
            parent: string | null;
            onHold: boolean;
            active: boolean;
            paymentTermDays: number;
            tax?: {
                /** @description ISO 3166: a country "DE" or a part of one "US-TX" */
                place?: string;
                status?: "business" | "consumer";
                /** @description the firm's own code */
                taxId?: string;
                check?: {
                    result: "valid" | "invalid" | "pending";
                    /** Format: date */
                    on?: string;
                };
                exemption?: {
                    reason: string;
                    serviceClasses?: string[];
                    /** Format: date */
                    from?: string;
                    /** Format: date */
                    to?: string;
                    /** @description known from this position on */
                    learned?: number;
                };
                /** @description the firm's own code */
                withhold?: string;
            };
            documents?: components["schemas"]["DocumentRules"];
        };
        /** ClientChange */
        ClientChange: {
            /** @enum {string} */
            kind: "client";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["ClientRecord"] | null;
        };
        /** ContractLine */
        ContractLine: {
            /** @description the firm's own code */
            id: string;
            name?: string;
            covers?: {
                kinds?: ("time" | "expense" | "subcontractor" | "usage")[];
                projects?: string[];
                tasks?: string[];
                laborCategories?: string[];
            };
            work?: "priced" | "included" | "drawn_down" | "non_billable";
            quantity?: {
                clock?: {
                    begin?: {
                        /** @description zero or more, "7.5" */
                        step: string;
                        mode: "up" | "nearest" | "down";
                    };
                    end?: {
                        /** @description zero or more, "7.5" */
                        step: string;
                        mode: "up" | "nearest" | "down";
                    };
                };
                increment?: {
                    /** @description zero or more, "7.5" */
                    step: string;
                    unit?: "hour" | "minute" | "second";
                    mode: "up" | "nearest" | "nearest_half_down" | "down";
                    basis?: "entry" | "person_day_task" | "person_week_task";
                    /** @description zero or more, "7.5" */
                    minimum?: string;
                    /** @description zero or more, "7.5" */
                    factor?: string;
                };
                decimalHours?: {
                    digits: number;
                    mode?: "up" | "nearest" | "down";
                };
                days?: {
                    bands: {
                        /** @description zero or more, "7.5" */
                        upTo: string;
                        /** @description zero or more, "7.5" */
                        days: string;
                    }[];
                    inclusive?: boolean;
                    beyond?: "last" | "repeat";
                    basis?: "entry" | "person_day";
                };
                caps?: {
                    /** @description the firm's own code */
                    id: string;
                    per: "day" | "week" | "month";
                    /** @description zero or more, "7.5" */
                    hours: string;
                    of?: "person" | "team";
                    workers?: string[];
                    excess?: "non_billable" | "next_period" | "review";
                }[];
            };
            bands?: {
                rules?: {
                    /** @description the firm's own code */
                    id: string;
                    name?: string;
                    weekend?: boolean;
                    weekdays?: number[];
                    holidays?: boolean;
                    between?: {
                        from: string;
                        to: string;
                    };
                    /** @description zero or more, "7.5" */
                    dailyOver?: string;
                    /** @description zero or more, "7.5" */
                    weeklyOver?: string;
                    laborCategories?: string[];
                    /** @description zero or more, "7.5" */
                    multiplier?: string;
                    /** @description a decimal, "7.5" */
                    markup?: string;
                    /** @description a decimal, "7.5" */
                    surcharge?: string;
                    /** @description zero or more, "7.5" */
                    rate?: string;
                    overrides?: {
                        /** Format: date */
                        from: string;
                        /** @description zero or more, "7.5" */
                        multiplier?: string;
                        /** @description a decimal, "7.5" */
                        markup?: string;
                        /** @description a decimal, "7.5" */
                        surcharge?: string;
                        /** @description zero or more, "7.5" */
                        rate?: string;
                    }[];
                    /** Format: date */
                    from?: string;
                    /** Format: date */
                    to?: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
                stacking?: "highest" | "multiply" | "add" | "add_factors";
                counts?: "line" | "contract" | "client" | "everything";
                weekCounts?: "all" | "without_daily";
            };
            price?: {
                precedence?: string[];
                /** @description zero or more, "7.5" */
                blended?: string;
                blendedPremiums?: boolean;
                costPlus?: {
                    /** @description percent: "19" is 19 % */
                    percent: string;
                    /** @description zero or more, "7.5" */
                    perHour?: string;
                };
                /** @description zero or more, "7.5" */
                multiplier?: string;
                tiers?: {
                    mode?: "graduated" | "volume";
                    per?: "entry" | "month" | "quarter" | "year" | "contract";
                    /** @description zero or more, "7.5" */
                    free?: string;
                    tiers: {
                        /** @description zero or more, "7.5" */
                        upTo?: string;
                        /** @description zero or more, "7.5" */
                        price: string;
                        /** @description zero or more, "7.5" */
                        size?: string;
                        /** @description zero or more, "7.5" */
                        flat?: string;
                    }[];
                };
            };
            expenses?: {
                treatment?: "billed" | "non_billable";
                base?: "net" | "gross";
                /** @description percent: "19" is 19 % */
                markup?: string;
                /** @description zero or more, "7.5" */
                multiplier?: string;
                /** @description zero or more, "7.5" */
                fixedPrice?: string;
                cap?: {
                    /** @description zero or more, "7.5" */
                    amount: string;
                    per?: "item" | "day" | "person_day";
                };
                /** @description zero or more, "7.5" */
                receiptFrom?: string;
                missingReceipt?: "hold" | "warn";
                exchangeOn?: "receipt" | "work" | "posting";
                /** @description the firm's own code */
                exchangeType?: string;
                categories?: {
                    /** @description the firm's own code */
                    category: string;
                    treatment?: "billed" | "non_billable";
                    base?: "net" | "gross";
                    /** @description percent: "19" is 19 % */
                    markup?: string;
                    /** @description zero or more, "7.5" */
                    multiplier?: string;
                    /** @description zero or more, "7.5" */
                    fixedPrice?: string;
                    cap?: {
                        /** @description zero or more, "7.5" */
                        amount: string;
                        per?: "item" | "day" | "person_day";
                    };
                    /** @description zero or more, "7.5" */
                    receiptFrom?: string;
                    missingReceipt?: "hold" | "warn";
                    exchangeOn?: "receipt" | "work" | "posting";
                    /** @description the firm's own code */
                    exchangeType?: string;
                }[];
                subcontractors?: "rates" | "cost";
                /** @description percent: "19" is 19 % */
                handlingFee?: string;
                unapprovedVendorCost?: "hold" | "warn";
            };
            fee?: {
                /** @description a decimal, "7.5" */
                amount?: string;
                instalments?: {
                    /** @description the firm's own code */
                    id?: string;
                    name?: string;
                    /** Format: date */
                    on: string;
                    /** @description a decimal, "7.5" */
                    amount?: string;
                    /** @description percent: "19" is 19 % */
                    percent?: string;
                }[];
                progress?: {
                    by: "hours" | "cost" | "tasks" | "stated";
                    estimates?: {
                        /** Format: date */
                        on: string;
                        /** @description zero or more, "7.5" */
                        is: string;
                        /** @description known from this position on */
                        learned?: number;
                    }[];
                    stated?: {
                        /** Format: date */
                        on: string;
                        /** @description percent: "19" is 19 % */
                        percent: string;
                        /** @description known from this position on */
                        learned?: number;
                    }[];
                    tasks?: {
                        /** @description the firm's own code */
                        id: string;
                        name?: string;
                        /** @description a decimal, "7.5" */
                        amount?: string;
                        /** @description zero or more, "7.5" */
                        hours?: string;
                        /** @description zero or more, "7.5" */
                        rate?: string;
                        done?: {
                            /** Format: date */
                            on: string;
                            /** @description percent: "19" is 19 % */
                            percent: string;
                            /** @description known from this position on */
                            learned?: number;
                        }[];
                    }[];
                    days?: string[];
                    every?: "month" | "quarter" | "year";
                    /** @description zero or more, "7.5" */
                    atMostPercent?: string;
                };
            };
            milestones?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description a decimal, "7.5" */
                amount?: string;
                /** @description percent: "19" is 19 % */
                percent?: string;
                criteria?: {
                    /** @description the firm's own code */
                    id: string;
                    text?: string;
                    /** Format: date */
                    metOn?: string;
                }[];
                events?: {
                    /** Format: date */
                    on: string;
                    what: "submitted" | "accepted" | "rejected" | "withdrawn";
                    /** @description the firm's own code */
                    by?: string;
                    evidence?: string;
                    reason?: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
                /** @description zero or more, "7.5" */
                retainagePercent?: string;
                credits?: {
                    /** @description the firm's own code */
                    id: string;
                    /** Format: date */
                    on: string;
                    /** @description zero or more, "7.5" */
                    amount: string;
                    reason?: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
            }[];
            subscription?: {
                /** @description zero or more, "7.5" */
                fee: string;
                every?: "week" | "month" | "quarter" | "year";
                lengthDays?: number;
                /** Format: date */
                from: string;
                /** Format: date */
                to?: string;
                periods?: "from_start" | "calendar";
                billed?: "in_advance" | "in_arrears";
                proration?: "actual" | "thirty" | "none";
                cancelled?: {
                    /** Format: date */
                    on: string;
                    /** @description known from this position on */
                    learned?: number;
                };
                pauses?: {
                    /** Format: date */
                    from: string;
                    /** Format: date */
                    to: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
                changes?: {
                    /** Format: date */
                    on: string;
                    /** @description zero or more, "7.5" */
                    fee: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
                adjustments?: {
                    /** @description the firm's own code */
                    id: string;
                    /** Format: date */
                    on: string;
                    /** @description a decimal, "7.5" */
                    amount: string;
                    reason?: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
                included?: {
                    /** @description zero or more, "7.5" */
                    quantity: string;
                    prorated?: boolean;
                    /** @description zero or more, "7.5" */
                    overageRate?: string;
                    /** @description zero or more, "7.5" */
                    overagePercent?: string;
                };
            };
            retainer?: {
                measure?: "hours" | "amount";
                grants?: {
                    /** @description zero or more, "7.5" */
                    quantity: string;
                    /** Format: date */
                    from: string;
                    /** Format: date */
                    to?: string;
                    per?: "week" | "month" | "quarter" | "year";
                };
                rollover?: {
                    /** @description zero or more, "7.5" */
                    maximum?: string;
                    periods?: number;
                };
                deficit?: {
                    /** @description zero or more, "7.5" */
                    maximum?: string;
                };
                lots?: {
                    /** @description the firm's own code */
                    id: string;
                    /** @description zero or more, "7.5" */
                    quantity: string;
                    /** Format: date */
                    from: string;
                    /** Format: date */
                    to?: string;
                    /** Format: date */
                    invoicedOn?: string;
                    /** Format: date */
                    paidOn?: string;
                }[];
                usableFrom?: "granted" | "invoiced" | "paid";
                overage?: {
                    treat?: "billed" | "parked" | "non_billable";
                    /** @description zero or more, "7.5" */
                    rate?: string;
                    /** @description percent: "19" is 19 % */
                    percent?: string;
                };
            };
            minimum?: {
                /** @description zero or more, "7.5" */
                amount: string;
                every?: "month" | "quarter" | "year" | "contract";
                proration?: "actual" | "thirty" | "none";
                kinds?: ("time" | "expense" | "subcontractor" | "usage")[];
                per?: "together" | "project";
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
                /** @description known from this position on */
                learned?: number;
            };
            retainage?: {
                /** @description zero or more, "7.5" */
                percent: string;
                kinds?: string[];
                releases?: {
                    /** Format: date */
                    on: string;
                    /** @description zero or more, "7.5" */
                    percent?: string;
                    /** @description known from this position on */
                    learned?: number;
                }[];
            };
            discounts?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description percent: "19" is 19 % */
                percent?: string;
                /** @description zero or more, "7.5" */
                above?: string;
                bands?: {
                    /** @description zero or more, "7.5" */
                    above: string;
                    /** @description percent: "19" is 19 % */
                    percent: string;
                }[];
                mode?: "marginal" | "cliff";
                per?: "month" | "quarter" | "year" | "contract";
                on?: "price" | "rest";
                kinds?: string[];
                tasks?: string[];
                phases?: string[];
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
                /** @description known from this position on */
                learned?: number;
            }[];
            limits?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description zero or more, "7.5" */
                amount?: string;
                /** @description zero or more, "7.5" */
                hours?: string;
                /** @description ISO 4217 */
                currency?: string;
                per?: "total" | "day" | "week" | "month" | "quarter" | "year";
                each?: "worker" | "project" | "task" | "labor_category" | "client" | "contract" | "line";
                mode?: "part" | "whole_entry";
                over?: "parked" | "next_period" | "non_billable" | "written_off" | "review";
                /** @description the firm's own code */
                together?: string;
                heldWork?: "reserves_nothing" | "holds_the_rest";
                level?: "client_on_line" | "line" | "client" | "contract" | "purchase_order" | "budget";
                used?: {
                    /** @description zero or more, "7.5" */
                    amount?: string;
                    /** @description zero or more, "7.5" */
                    hours?: string;
                    /** Format: date */
                    on?: string;
                };
                kinds?: ("time" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "overage" | "discount" | "fee")[];
                contracts?: string[];
                lines?: string[];
                clients?: string[];
                projects?: string[];
                tasks?: string[];
                laborCategories?: string[];
                workers?: string[];
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
            }[];
            /** @description the firm's own code */
            taxCode?: string;
            /** @description the firm's own code */
            serviceClass?: string;
            /** @description ISO 3166: a country "DE" or a part of one "US-TX" */
            performedIn?: string;
        };
        /** ContractTerms */
        ContractTerms: {
            /** @description ISO 4217 */
            rateCurrency?: string;
            conversion?: {
                /** @description the firm's own code */
                type?: string;
                date?: "invoice_date" | "work_date" | "fixed";
                /** @description a decimal, "7.5" */
                rate?: string;
                /** @description days that a rate stays good for; left out, any number */
                maximumAgeDays?: number;
            };
            lines: components["schemas"]["ContractLine"][];
            limits?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description zero or more, "7.5" */
                amount?: string;
                /** @description zero or more, "7.5" */
                hours?: string;
                /** @description ISO 4217 */
                currency?: string;
                per?: "total" | "day" | "week" | "month" | "quarter" | "year";
                each?: "worker" | "project" | "task" | "labor_category" | "client" | "contract" | "line";
                mode?: "part" | "whole_entry";
                over?: "parked" | "next_period" | "non_billable" | "written_off" | "review";
                /** @description the firm's own code */
                together?: string;
                heldWork?: "reserves_nothing" | "holds_the_rest";
                level?: "client_on_line" | "line" | "client" | "contract" | "purchase_order" | "budget";
                used?: {
                    /** @description zero or more, "7.5" */
                    amount?: string;
                    /** @description zero or more, "7.5" */
                    hours?: string;
                    /** Format: date */
                    on?: string;
                };
                kinds?: ("time" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "overage" | "discount" | "fee")[];
                contracts?: string[];
                lines?: string[];
                clients?: string[];
                projects?: string[];
                tasks?: string[];
                laborCategories?: string[];
                workers?: string[];
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
            }[];
            purchaseOrders?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description zero or more, "7.5" */
                amount?: string;
                /** @description zero or more, "7.5" */
                hours?: string;
                /** @description percent: "19" is 19 % */
                tolerance?: string;
                mode?: "part" | "whole_entry";
                over?: "next" | "hold";
                /** @description the firm's own code */
                overflow?: string;
                used?: {
                    /** @description zero or more, "7.5" */
                    amount?: string;
                    /** @description zero or more, "7.5" */
                    hours?: string;
                    /** Format: date */
                    on?: string;
                };
                kinds?: ("time" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "overage" | "discount" | "fee")[];
                contracts?: string[];
                lines?: string[];
                clients?: string[];
                projects?: string[];
                tasks?: string[];
                laborCategories?: string[];
                workers?: string[];
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
            }[];
            advances?: {
                /** @description the firm's own code */
                id: string;
                /** @description zero or more, "7.5" */
                amount: string;
                /** Format: date */
                invoicedOn?: string;
                /** Format: date */
                paidOn?: string;
                /** Format: date */
                dueOn?: string;
                usableFrom?: "invoiced" | "paid";
                /** Format: date */
                to?: string;
                appliesTo?: "total" | "net";
                /** @description zero or more, "7.5" */
                atMostPercent?: string;
                /** @description the firm's own code */
                taxCode?: string;
                applied?: {
                    /** @description the firm's own code */
                    document: string;
                    /** Format: date */
                    on: string;
                    /** @description zero or more, "7.5" */
                    amount: string;
                }[];
                refunds?: {
                    /** @description the firm's own code */
                    id: string;
                    /** Format: date */
                    on: string;
                    /** @description zero or more, "7.5" */
                    amount: string;
                }[];
                /** @description known from this position on */
                learned?: number;
            }[];
            discounts?: {
                /** @description the firm's own code */
                id: string;
                name?: string;
                /** @description percent: "19" is 19 % */
                percent?: string;
                /** @description zero or more, "7.5" */
                above?: string;
                bands?: {
                    /** @description zero or more, "7.5" */
                    above: string;
                    /** @description percent: "19" is 19 % */
                    percent: string;
                }[];
                mode?: "marginal" | "cliff";
                per?: "month" | "quarter" | "year" | "contract";
                on?: "price" | "rest";
                kinds?: string[];
                tasks?: string[];
                phases?: string[];
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
                /** @description known from this position on */
                learned?: number;
            }[];
            minimum?: {
                /** @description zero or more, "7.5" */
                amount: string;
                every?: "month" | "quarter" | "year" | "contract";
                proration?: "actual" | "thirty" | "none";
                kinds?: ("time" | "expense" | "subcontractor" | "usage")[];
                per?: "together" | "project";
                /** Format: date */
                from?: string;
                /** Format: date */
                to?: string;
                /** @description known from this position on */
                learned?: number;
            };
            documents?: components["schemas"]["DocumentRules"];
            corrections?: "difference" | "credit_and_rebill";
        };
        /** ContractRecord */
        ContractRecord: {
            name: string;
            client: string | null;
            legalEntity: string;
            billing: "time_and_materials" | "fixed_fee" | "internal" | "composed";
            terms?: components["schemas"]["ContractTerms"];
            currency: string;
            projects: string[];
            region: string | null;
            instalments: {
                number: number;
                /** Format: date */
                dueOn: string;
                amount: string;
                description: string;
            }[];
            increment: {
                hours: string;
                mode: "up" | "nearest" | "down";
                minimumHours: string;
            } | null;
            taxCode: string | null;
            purchaseOrder: string | null;
            releaseBelow: string | null;
        };
        /** ContractChange */
        ContractChange: {
            /** @enum {string} */
            kind: "contract";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["ContractRecord"] | null;
        };
        /** ProjectRecord */
        ProjectRecord: {
            name: string;
            client: string | null;
            legalEntity: string;
            status: "open" | "closed";
            costCenter: string | null;
            region?: string;
        };
        /** ProjectChange */
        ProjectChange: {
            /** @enum {string} */
            kind: "project";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["ProjectRecord"] | null;
        };
        /** TaskRecord */
        TaskRecord: {
            name: string;
            project: string;
            status: "open" | "closed";
            billable: boolean;
            phase?: string;
        };
        /** TaskChange */
        TaskChange: {
            /** @enum {string} */
            kind: "task";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["TaskRecord"] | null;
        };
        /** RateRecord */
        RateRecord: {
            kind: "bill" | "cost";
            level: "person" | "role" | "task" | "project" | "client" | "default";
            workerId: string | null;
            laborCategory: string | null;
            taskId: string | null;
            projectId: string | null;
            clientId: string | null;
            contractId: string | null;
            currency: string;
            region: string | null;
            legalEntity: string | null;
            amount: string;
            assignmentId?: string;
            per?: "hour" | "day";
            /** @description zero or more, "7.5" */
            hoursPerDay?: string;
        };
        /** RateChange */
        RateChange: {
            /** @enum {string} */
            kind: "rate";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["RateRecord"] | null;
        };
        /** PeriodRecord */
        PeriodRecord: {
            legalEntity: string;
            /** Format: date */
            from: string;
            /** Format: date */
            until: string;
            status: "open" | "closed";
        };
        /** PeriodChange */
        PeriodChange: {
            /** @enum {string} */
            kind: "period";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["PeriodRecord"] | null;
        };
        /** TaxCodeRecord */
        TaxCodeRecord: {
            legalEntity: string;
            rate: string;
            description: string;
            name?: string;
            /** @description zero or more, "7.5" */
            share?: string;
            kind?: "added" | "withheld";
            /** @description ISO 3166: a country "DE" or a part of one "US-TX" */
            place?: string;
            serviceClasses?: string[];
            levies?: {
                /** @description the firm's own code */
                id: string;
                /** @description percent: "19" is 19 % */
                rate: string;
                on?: "net" | "net_and_tax";
            }[];
            note?: string;
        };
        /** TaxCodeChange */
        TaxCodeChange: {
            /** @enum {string} */
            kind: "tax_code";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["TaxCodeRecord"] | null;
        };
        /** TaxAreaRecord */
        TaxAreaRecord: {
            places: string[];
        };
        /** TaxAreaChange */
        TaxAreaChange: {
            /** @enum {string} */
            kind: "tax_area";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["TaxAreaRecord"] | null;
        };
        /** TaxRuleRecord */
        TaxRuleRecord: {
            order: number;
            seller?: string[];
            buyer?: string[];
            performedIn?: string[];
            sameCountry?: boolean;
            buyerStatus?: "business" | "consumer";
            taxId?: ("valid" | "invalid" | "pending" | "none")[];
            serviceClasses?: string[];
            treatment: "charge" | "zero" | "exempt" | "reverse_charge" | "outside_scope";
            place?: "seller" | "buyer" | "performance";
            /** @description the firm's own code */
            code?: string;
            /** @description the firm's own code */
            withhold?: string;
            note?: string;
        };
        /** TaxRuleChange */
        TaxRuleChange: {
            /** @enum {string} */
            kind: "tax_rule";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["TaxRuleRecord"] | null;
        };
        /** CalendarRecord */
        CalendarRecord: {
            name: string;
            weekend?: number[];
            holidays?: {
                /** Format: date */
                on: string;
                name?: string;
            }[];
            weekStart?: number;
        };
        /** CalendarChange */
        CalendarChange: {
            /** @enum {string} */
            kind: "calendar";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["CalendarRecord"] | null;
        };
        /** ExchangeRateRecord */
        ExchangeRateRecord: {
            type?: string;
            from: string;
            to: string;
            rate: string;
        };
        /** ExchangeRateChange */
        ExchangeRateChange: {
            /** @enum {string} */
            kind: "exchange_rate";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["ExchangeRateRecord"] | null;
        };
        /** LimitRecord */
        LimitRecord: {
            name?: string;
            /** @description zero or more, "7.5" */
            amount?: string;
            /** @description zero or more, "7.5" */
            hours?: string;
            /** @description ISO 4217 */
            currency?: string;
            per?: "total" | "day" | "week" | "month" | "quarter" | "year";
            each?: "worker" | "project" | "task" | "labor_category" | "client" | "contract" | "line";
            mode?: "part" | "whole_entry";
            over?: "parked" | "next_period" | "non_billable" | "written_off" | "review";
            /** @description the firm's own code */
            together?: string;
            heldWork?: "reserves_nothing" | "holds_the_rest";
            level?: "client_on_line" | "line" | "client" | "contract" | "purchase_order" | "budget";
            used?: {
                /** @description zero or more, "7.5" */
                amount?: string;
                /** @description zero or more, "7.5" */
                hours?: string;
                /** Format: date */
                on?: string;
            };
            kinds?: ("time" | "expense" | "subcontractor" | "usage" | "instalment" | "progress" | "milestone" | "subscription" | "overage" | "discount" | "fee")[];
            contracts?: string[];
            lines?: string[];
            clients?: string[];
            projects?: string[];
            tasks?: string[];
            laborCategories?: string[];
            workers?: string[];
            /** Format: date */
            from?: string;
            /** Format: date */
            to?: string;
        };
        /** LimitChange */
        LimitChange: {
            /** @enum {string} */
            kind: "limit";
            recordId: string;
            /** Format: date */
            validFrom: string;
            validUntil: string | null;
            body: components["schemas"]["LimitRecord"] | null;
        };
    };
    responses: {
        /** @description What is wrong, with a code and a remedy (RFC 9457) */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                    code: string;
                    remedy: string;
                    traceId: string;
                    errors?: {
                        pointer: string;
                        code: string;
                        message: string;
                        remedy: string;
                    }[];
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
