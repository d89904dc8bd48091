// The interfaces of the contracts. Made from ../contracts/artifacts by ../contracts/script/artifacts.mjs.

export const outboxAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "owner_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "guardian_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "feeOracle_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "feeReceiver_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "delay_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "GRACE",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "LOWER_INTERVAL",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "LOWEST_STEP_BPS",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "MAX_DELAY",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "MIN_DELAY",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "PRICE_SCALE",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "acceptOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "cancel",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "delay",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "execute",
  "inputs": [
   {
    "name": "call",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "feeOracle",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "feeReceiver",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "guardian",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "lane",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "nonce",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "accumulator",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "laneId",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "lowerMaxHandlerGas",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "internalType": "uint24"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "mark",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "owner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pause",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "pendingOwner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "quote",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "payloadLength",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "readyAt",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [
   {
    "name": "seconds_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "renounceOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "schedule",
  "inputs": [
   {
    "name": "call",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "send",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "payload",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "setFeeOracle",
  "inputs": [
   {
    "name": "feeOracle_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setFeeReceiver",
  "inputs": [
   {
    "name": "feeReceiver_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setGuardian",
  "inputs": [
   {
    "name": "guardian_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setQuote",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "q",
    "type": "tuple",
    "internalType": "struct Fees.Quote",
    "components": [
     {
      "name": "gasPrice",
      "type": "uint64",
      "internalType": "uint64"
     },
     {
      "name": "exchangeRate",
      "type": "uint128",
      "internalType": "uint128"
     },
     {
      "name": "marginBps",
      "type": "uint16",
      "internalType": "uint16"
     },
     {
      "name": "messageGas",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "byteGas",
      "type": "uint16",
      "internalType": "uint16"
     }
    ]
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setTarget",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "internalType": "uint24"
   },
   {
    "name": "maxPayload",
    "type": "uint24",
    "internalType": "uint24"
   },
   {
    "name": "maxAge",
    "type": "uint24",
    "internalType": "uint24"
   },
   {
    "name": "maxPrice",
    "type": "uint96",
    "internalType": "uint96"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "target",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "limits",
    "type": "tuple",
    "internalType": "struct Fees.Target",
    "components": [
     {
      "name": "price",
      "type": "uint96",
      "internalType": "uint96"
     },
     {
      "name": "pricedAt",
      "type": "uint40",
      "internalType": "uint40"
     },
     {
      "name": "maxAge",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "messageGas",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "byteGas",
      "type": "uint16",
      "internalType": "uint16"
     },
     {
      "name": "maxHandlerGas",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "maxPayload",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "paused",
      "type": "bool",
      "internalType": "bool"
     }
    ]
   },
   {
    "name": "bounds",
    "type": "tuple",
    "internalType": "struct Fees.Bounds",
    "components": [
     {
      "name": "maxPrice",
      "type": "uint96",
      "internalType": "uint96"
     },
     {
      "name": "loweredAt",
      "type": "uint40",
      "internalType": "uint40"
     }
    ]
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "transferOwnership",
  "inputs": [
   {
    "name": "newOwner",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "unpause",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "withdraw",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "event",
  "name": "ActionCancelled",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "ActionExecuted",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "ActionScheduled",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "call",
    "type": "bytes",
    "indexed": false,
    "internalType": "bytes"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "FeeOracleChanged",
  "inputs": [
   {
    "name": "previous",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "current",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "FeeReceiverChanged",
  "inputs": [
   {
    "name": "previous",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "current",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "FeesWithdrawn",
  "inputs": [
   {
    "name": "receiver",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "GuardianChanged",
  "inputs": [
   {
    "name": "previous",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "current",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "MessageSent",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "nonce",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   },
   {
    "name": "message",
    "type": "bytes",
    "indexed": false,
    "internalType": "bytes"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferStarted",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferred",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "QuoteChanged",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "price",
    "type": "uint96",
    "indexed": false,
    "internalType": "uint96"
   },
   {
    "name": "quote",
    "type": "tuple",
    "indexed": false,
    "internalType": "struct Fees.Quote",
    "components": [
     {
      "name": "gasPrice",
      "type": "uint64",
      "internalType": "uint64"
     },
     {
      "name": "exchangeRate",
      "type": "uint128",
      "internalType": "uint128"
     },
     {
      "name": "marginBps",
      "type": "uint16",
      "internalType": "uint16"
     },
     {
      "name": "messageGas",
      "type": "uint24",
      "internalType": "uint24"
     },
     {
      "name": "byteGas",
      "type": "uint16",
      "internalType": "uint16"
     }
    ]
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "SendingPaused",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "by",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "SendingUnpaused",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "TargetChanged",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "indexed": false,
    "internalType": "uint24"
   },
   {
    "name": "maxPayload",
    "type": "uint24",
    "indexed": false,
    "internalType": "uint24"
   },
   {
    "name": "maxAge",
    "type": "uint24",
    "indexed": false,
    "internalType": "uint24"
   },
   {
    "name": "maxPrice",
    "type": "uint96",
    "indexed": false,
    "internalType": "uint96"
   }
  ],
  "anonymous": false
 },
 {
  "type": "error",
  "name": "ActionExpired",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "expiredAt",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "now_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionNotReady",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "now_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionPending",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionUnknown",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "ChainIdTooLarge",
  "inputs": [
   {
    "name": "chainId",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "DelayOutOfRange",
  "inputs": [
   {
    "name": "delay",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "GasLimitTooHigh",
  "inputs": [
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "InsufficientFee",
  "inputs": [
   {
    "name": "sentWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "requiredWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "LanePaused",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "LimitOutOfRange",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   },
   {
    "name": "value",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NoBlockHash",
  "inputs": [
   {
    "name": "blockNumber",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotFeeOracle",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotGuardian",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotTimelock",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableInvalidOwner",
  "inputs": [
   {
    "name": "owner",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableUnauthorizedAccount",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnershipNotRenounceable",
  "inputs": []
 },
 {
  "type": "error",
  "name": "PayloadTooLong",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "QuoteAboveMaximum",
  "inputs": [
   {
    "name": "price",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "QuoteFallsTooFar",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   },
   {
    "name": "value",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "QuoteFallsTooSoon",
  "inputs": [
   {
    "name": "now_",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "earliest",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "QuoteFieldZero",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   }
  ]
 },
 {
  "type": "error",
  "name": "QuoteStale",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "pricedAt",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maxAge",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "RecipientNotAnAddress",
  "inputs": [
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "TargetIsThisChain",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "TargetUnknown",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "WithdrawalRefused",
  "inputs": [
   {
    "name": "receiver",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ZeroAddress",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   }
  ]
 }
] as const;

export const inboxAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "owner_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "guardian_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "delay_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "GRACE",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "MAX_DELAY",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "MIN_DELAY",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "SETUP_PERIOD",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "acceptOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "cancel",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "delay",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "deliver",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "messages",
    "type": "bytes",
    "internalType": "bytes"
   },
   {
    "name": "tailIds",
    "type": "bytes32[]",
    "internalType": "bytes32[]"
   },
   {
    "name": "attestation",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "execute",
  "inputs": [
   {
    "name": "call",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "failed",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "guardian",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "inboxId",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "lane",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "laneId",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "nonce",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "accumulator",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "verifier",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "paused",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "lowerMaxHandlerGas",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "internalType": "uint24"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "mark",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "maxHandlerGasOf",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint24",
    "internalType": "uint24"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "openLane",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "outbox",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "outboxMark",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "verifier",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "internalType": "uint24"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "owner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pause",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "pendingOwner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "readyAt",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [
   {
    "name": "seconds_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "renounceOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "retry",
  "inputs": [
   {
    "name": "message",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [
   {
    "name": "ok",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "schedule",
  "inputs": [
   {
    "name": "call",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "seal",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setGuardian",
  "inputs": [
   {
    "name": "guardian_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setMaxHandlerGas",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "internalType": "uint24"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setVerifier",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "verifier",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setupEnds",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "transferOwnership",
  "inputs": [
   {
    "name": "newOwner",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "unpause",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "event",
  "name": "ActionCancelled",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "ActionExecuted",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "ActionScheduled",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "call",
    "type": "bytes",
    "indexed": false,
    "internalType": "bytes"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "DeliveringPaused",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "by",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "DeliveringUnpaused",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "GuardianChanged",
  "inputs": [
   {
    "name": "previous",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "current",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "LaneOpened",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "laneId",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   },
   {
    "name": "verifier",
    "type": "address",
    "indexed": false,
    "internalType": "address"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "indexed": false,
    "internalType": "uint24"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "MaxHandlerGasChanged",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "maxHandlerGas",
    "type": "uint24",
    "indexed": false,
    "internalType": "uint24"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "MessageDelivered",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "nonce",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "MessageFailed",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "nonce",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   },
   {
    "name": "reason",
    "type": "bytes",
    "indexed": false,
    "internalType": "bytes"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferStarted",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferred",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Sealed",
  "inputs": [],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "VerifierChanged",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "previous",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "current",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "error",
  "name": "ActionExpired",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "expiredAt",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "now_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionNotReady",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "now_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionPending",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "readyAt",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ActionUnknown",
  "inputs": [
   {
    "name": "callHash",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "BatchEmpty",
  "inputs": []
 },
 {
  "type": "error",
  "name": "BatchSize",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "expected",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "BatchTooShort",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ChainIdTooLarge",
  "inputs": [
   {
    "name": "chainId",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "DelayOutOfRange",
  "inputs": [
   {
    "name": "delay",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "HandlerGasAboveMaximum",
  "inputs": [
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "HandlerGasOutOfRange",
  "inputs": [
   {
    "name": "value",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "InsufficientGas",
  "inputs": [
   {
    "name": "available",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "required",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "LaneAlreadyOpen",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "laneId",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "LaneFromThisChain",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "LanePaused",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "LaneUnknown",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "MessageNotFailed",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "MessageTooShort",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "minimum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NoBlockHash",
  "inputs": [
   {
    "name": "blockNumber",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NonceGap",
  "inputs": [
   {
    "name": "firstNonce",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "expected",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotAttested",
  "inputs": [
   {
    "name": "verifier",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "answer",
    "type": "bytes4",
    "internalType": "bytes4"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotGuardian",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotTimelock",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableInvalidOwner",
  "inputs": [
   {
    "name": "owner",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableUnauthorizedAccount",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnershipNotRenounceable",
  "inputs": []
 },
 {
  "type": "error",
  "name": "RecipientNotAnAddress",
  "inputs": [
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 },
 {
  "type": "error",
  "name": "RecipientWithoutCode",
  "inputs": [
   {
    "name": "recipient",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "ReentrancyGuardReentrantCall",
  "inputs": []
 },
 {
  "type": "error",
  "name": "SetupOver",
  "inputs": [
   {
    "name": "ended",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "VerifierWithoutCode",
  "inputs": [
   {
    "name": "verifier",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "ZeroAddress",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   }
  ]
 }
] as const;

export const pingPongAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "owner_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "outbox_",
    "type": "address",
    "internalType": "contract IOutbox"
   },
   {
    "name": "inbox_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "receive",
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "PING",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint8",
    "internalType": "uint8"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "PING_FOR_PONG",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint8",
    "internalType": "uint8"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "PONG",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint8",
    "internalType": "uint8"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "PONG_GAS",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "handle",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "payload",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "inbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "outbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "contract IOutbox"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "owner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "peers",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "ping",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sequence",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "data",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "pingForPong",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sequence",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "pingMany",
  "inputs": [
   {
    "name": "targetChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "recipient",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "firstSequence",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "count",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "data",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "pongs",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "received",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "count",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "lastSequence",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "outOfOrder",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "duplicates",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "renounceOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "setPeer",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "transferOwnership",
  "inputs": [
   {
    "name": "newOwner",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "event",
  "name": "Arrived",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "sequence",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "kind",
    "type": "uint8",
    "indexed": false,
    "internalType": "uint8"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferred",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "PeerChanged",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "error",
  "name": "FeeTooLow",
  "inputs": [
   {
    "name": "sentWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "requiredWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "InboxWithoutCode",
  "inputs": [
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotInbox",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableInvalidOwner",
  "inputs": [
   {
    "name": "owner",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableUnauthorizedAccount",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "PayloadMalformed",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "UnknownPeer",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "expected",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 }
] as const;

export const rejectorAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "inbox_",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "accepted",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "accepting",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "handle",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "payload",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "inbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "setAccepting",
  "inputs": [
   {
    "name": "accepting_",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "error",
  "name": "InboxWithoutCode",
  "inputs": [
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotInbox",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "Rejected",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ]
 }
] as const;

export const homeBridgeAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "owner_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "outbox_",
    "type": "address",
    "internalType": "contract IOutbox"
   },
   {
    "name": "inbox_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "token_",
    "type": "address",
    "internalType": "contract IERC20Metadata"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "INTRODUCTION_GAS",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "MINT_GAS",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "acceptOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "handle",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "payload",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "inbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "introduce",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "introduced",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "lock",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "credited",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "locked",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "outbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "contract IOutbox"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "owner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pause",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "paused",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "peers",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pendingOwner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pinPeer",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "quoteLock",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "quoteToPeer",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "payloadLength",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "renounceOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "token",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "contract IERC20Metadata"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "transferOwnership",
  "inputs": [
   {
    "name": "newOwner",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "unpause",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "event",
  "name": "Introduced",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": true,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Locked",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "from",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "to",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferStarted",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferred",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Paused",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "indexed": false,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "PeerPinned",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Unlocked",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "to",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Unpaused",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "indexed": false,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "error",
  "name": "AlreadyIntroduced",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "BalanceTooLow",
  "inputs": [
   {
    "name": "balanceWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "feeWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "EnforcedPause",
  "inputs": []
 },
 {
  "type": "error",
  "name": "ExceedsLocked",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "amount",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "locked",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "ExpectedPause",
  "inputs": []
 },
 {
  "type": "error",
  "name": "FeeAboveMaximum",
  "inputs": [
   {
    "name": "feeWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximumWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "InboxWithoutCode",
  "inputs": [
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "MessageMalformed",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotInbox",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotIntroduced",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotPeer",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NothingArrived",
  "inputs": [
   {
    "name": "amount",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "OutboxWithoutCode",
  "inputs": [
   {
    "name": "outbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableInvalidOwner",
  "inputs": [
   {
    "name": "owner",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableUnauthorizedAccount",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerAlreadyPinned",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerOnThisChain",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerUnknown",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerZero",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "ReceiverUnusable",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "RecipientZero",
  "inputs": []
 },
 {
  "type": "error",
  "name": "ReentrancyGuardReentrantCall",
  "inputs": []
 },
 {
  "type": "error",
  "name": "RefundRefused",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "wei_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "SafeERC20FailedOperation",
  "inputs": [
   {
    "name": "token",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "TextOutOfRange",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   },
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 }
] as const;

export const remoteBridgeAbi = [
 {
  "type": "constructor",
  "inputs": [
   {
    "name": "owner_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "outbox_",
    "type": "address",
    "internalType": "contract IOutbox"
   },
   {
    "name": "inbox_",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "homeChain_",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "UNLOCK_GAS",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "acceptOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "burn",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "outputs": [
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   }
  ],
  "stateMutability": "payable"
 },
 {
  "type": "function",
  "name": "handle",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "id",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "payload",
    "type": "bytes",
    "internalType": "bytes"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "homeChain",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "inbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "outbox",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "contract IOutbox"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "owner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pause",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "paused",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "bool",
    "internalType": "bool"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "peers",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pendingOwner",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "address"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "pinPeer",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "quoteBurn",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "quoteToPeer",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "gasLimit",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "payloadLength",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "outputs": [
   {
    "name": "",
    "type": "uint256",
    "internalType": "uint256"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "renounceOwnership",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "token",
  "inputs": [],
  "outputs": [
   {
    "name": "",
    "type": "address",
    "internalType": "contract BridgedToken"
   }
  ],
  "stateMutability": "view"
 },
 {
  "type": "function",
  "name": "transferOwnership",
  "inputs": [
   {
    "name": "newOwner",
    "type": "address",
    "internalType": "address"
   }
  ],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "function",
  "name": "unpause",
  "inputs": [],
  "outputs": [],
  "stateMutability": "nonpayable"
 },
 {
  "type": "event",
  "name": "Burned",
  "inputs": [
   {
    "name": "from",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "to",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Minted",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "amount",
    "type": "uint256",
    "indexed": false,
    "internalType": "uint256"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferStarted",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "OwnershipTransferred",
  "inputs": [
   {
    "name": "previousOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   },
   {
    "name": "newOwner",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Paused",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "indexed": false,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "PeerPinned",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "indexed": true,
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "indexed": true,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "TokenMade",
  "inputs": [
   {
    "name": "token",
    "type": "address",
    "indexed": true,
    "internalType": "contract BridgedToken"
   },
   {
    "name": "name",
    "type": "string",
    "indexed": false,
    "internalType": "string"
   },
   {
    "name": "symbol",
    "type": "string",
    "indexed": false,
    "internalType": "string"
   },
   {
    "name": "decimals",
    "type": "uint8",
    "indexed": false,
    "internalType": "uint8"
   },
   {
    "name": "id",
    "type": "bytes32",
    "indexed": false,
    "internalType": "bytes32"
   }
  ],
  "anonymous": false
 },
 {
  "type": "event",
  "name": "Unpaused",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "indexed": false,
    "internalType": "address"
   }
  ],
  "anonymous": false
 },
 {
  "type": "error",
  "name": "AlreadyIntroduced",
  "inputs": [
   {
    "name": "token",
    "type": "address",
    "internalType": "contract BridgedToken"
   }
  ]
 },
 {
  "type": "error",
  "name": "AmountZero",
  "inputs": []
 },
 {
  "type": "error",
  "name": "BalanceTooLow",
  "inputs": [
   {
    "name": "balanceWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "feeWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "EnforcedPause",
  "inputs": []
 },
 {
  "type": "error",
  "name": "ExpectedPause",
  "inputs": []
 },
 {
  "type": "error",
  "name": "FeeAboveMaximum",
  "inputs": [
   {
    "name": "feeWei",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximumWei",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "InboxWithoutCode",
  "inputs": [
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "MessageMalformed",
  "inputs": [
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotHome",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "homeChain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotInbox",
  "inputs": [
   {
    "name": "caller",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "inbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "NotIntroduced",
  "inputs": []
 },
 {
  "type": "error",
  "name": "NotPeer",
  "inputs": [
   {
    "name": "sourceChain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "sender",
    "type": "bytes32",
    "internalType": "bytes32"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OutboxWithoutCode",
  "inputs": [
   {
    "name": "outbox",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableInvalidOwner",
  "inputs": [
   {
    "name": "owner",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "OwnableUnauthorizedAccount",
  "inputs": [
   {
    "name": "account",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerAlreadyPinned",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   },
   {
    "name": "peer",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerOnThisChain",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerUnknown",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "PeerZero",
  "inputs": [
   {
    "name": "chain",
    "type": "uint64",
    "internalType": "uint64"
   }
  ]
 },
 {
  "type": "error",
  "name": "ReceiverUnusable",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   }
  ]
 },
 {
  "type": "error",
  "name": "RecipientZero",
  "inputs": []
 },
 {
  "type": "error",
  "name": "RefundRefused",
  "inputs": [
   {
    "name": "to",
    "type": "address",
    "internalType": "address"
   },
   {
    "name": "wei_",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 },
 {
  "type": "error",
  "name": "TextOutOfRange",
  "inputs": [
   {
    "name": "field",
    "type": "string",
    "internalType": "string"
   },
   {
    "name": "size",
    "type": "uint256",
    "internalType": "uint256"
   },
   {
    "name": "maximum",
    "type": "uint256",
    "internalType": "uint256"
   }
  ]
 }
] as const;
